import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Verdict } from '../../../api/types.generated.ts';
import { KeyHint } from '../shell/key-hint.tsx';
import { useTexts } from '../texts/texts.tsx';

/** The decisions, each with its key. */
export const VerdictButtons = ({ decide }: { decide(decision: Verdict): void }) => {
  const { t } = useTexts();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="primary" onClick={() => decide('APPROVE')}>
        {t('case.approve')} <KeyHint>a</KeyHint>
      </Button>
      <Button onClick={() => decide('REJECT')}>
        {t('case.reject')} <KeyHint>r</KeyHint>
      </Button>
      <Button onClick={() => decide('RETURN')}>
        {t('case.return')} <KeyHint>b</KeyHint>
      </Button>
    </SpaceBetween>
  );
};
