import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { CaseEntry } from '../../../api/types.generated.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useTexts } from '../texts/texts.tsx';

/** For each entry the change that it describes, and its hash. */
export const Proof = ({ entries }: { entries: readonly CaseEntry[] }) => {
  const { t } = useTexts();
  return (
    <ExpandableSection headerText={t('file.proof')} variant="container">
      <AdaptiveTable
        items={entries}
        wrapLines
        variant="embedded"
        ariaLabels={{ tableLabel: t('file.proof') }}
        columnDefinitions={[
          { id: 'number', header: t('file.column.number'), width: 80, cell: ({ number }) => number },
          {
            id: 'source',
            header: t('file.column.source'),
            width: 200,
            isRowHeader: true,
            cell: ({ source }) => source,
          },
          {
            id: 'hash',
            header: t('file.column.hash'),
            cell: ({ hash }) => (
              <Box variant="code" fontSize="body-s">
                {hash}
              </Box>
            ),
          },
        ]}
      />
    </ExpandableSection>
  );
};
