import Header from '@cloudscape-design/components/header';
import { VERDICTS } from '../../../api/reason-codes.ts';
import type { ReviewerMeasures } from '../../../api/types.generated.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useTexts } from '../texts/texts.tsx';
import { spreadText } from './key-figures.tsx';

/** The figures of each person. The API sends them to supervisors only. */
export const ReviewersTable = ({ reviewers }: { reviewers: readonly ReviewerMeasures[] }) => {
  const texts = useTexts();
  const { t } = texts;
  const verdicts = VERDICTS.map((verdict) => ({
    id: verdict,
    header: t(`measures.verdict.${verdict}`),
    cell: ({ verdicts: own }: ReviewerMeasures) => own.find(({ decision }) => decision === verdict)?.count ?? 0,
  }));
  return (
    <AdaptiveTable
      header={
        <Header variant="h2" description={t('measures.reviewers.description')}>
          {t('measures.reviewers')}
        </Header>
      }
      items={reviewers}
      trackBy="reviewer"
      wrapLines
      ariaLabels={{ tableLabel: t('measures.reviewers') }}
      columnDefinitions={[
        { id: 'reviewer', header: t('measures.reviewer'), isRowHeader: true, cell: ({ reviewer }) => reviewer },
        { id: 'decisions', header: t('measures.decisions'), cell: ({ decisions }) => decisions },
        ...verdicts,
        { id: 'differed', header: t('measures.reviewer.differed'), cell: ({ differed }) => differed },
        {
          id: 'time',
          header: t('measures.claim-to-decision'),
          minWidth: 200,
          cell: ({ toDecide }) => spreadText(texts, toDecide),
        },
      ]}
    />
  );
};
