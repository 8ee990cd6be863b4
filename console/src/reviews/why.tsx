import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { CheckFacts } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import { Marked } from './marked.tsx';

/** The rules that require a review, each with the value that it has flagged, and below them what the user may do. */
export const Why = ({ checks, children }: { checks: readonly CheckFacts[]; children: ReactNode }) => {
  const { t, said } = useTexts();
  return (
    <Container header={<Header variant="h2">{t('case.why')}</Header>}>
      <SpaceBetween size="s">
        {checks
          .filter(({ flagged }) => flagged)
          .map((check) => (
            <div key={check.check}>
              <Badge>{t(`reason.${check.check}`)}</Badge> <Marked check={check} />
              <Box color="text-body-secondary">{said(check.rule)}</Box>
            </div>
          ))}
        {children}
      </SpaceBetween>
    </Container>
  );
};
