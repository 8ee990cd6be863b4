import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { CaseEntry } from '../../../api/types.generated.ts';
import type { Finding } from '../../../case-file/finding.ts';
import { membersOf } from '../../../case-file/member-texts.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useTexts } from '../texts/texts.tsx';
import { kindText, memberName, valueText } from './entry-text.ts';

/** The entries of a file in words. An entry with a finding is marked. */
export const EntriesTable = ({
  entries,
  findings,
}: {
  entries: readonly CaseEntry[];
  findings: readonly Finding[];
}) => {
  const texts = useTexts();
  const { t, moment } = texts;
  const altered = new Set(findings.map(({ number }) => number));
  return (
    <AdaptiveTable
      header={
        <Header variant="h2" counter={`(${entries.length})`}>
          {t('file.entries')}
        </Header>
      }
      items={entries}
      wrapLines
      variant="container"
      ariaLabels={{ tableLabel: t('file.entries') }}
      empty={<Box textAlign="center">{t('file.empty')}</Box>}
      columnDefinitions={[
        {
          id: 'number',
          header: t('file.column.number'),
          width: 80,
          cell: ({ number }) =>
            altered.has(number) ? <StatusIndicator type="error">{number}</StatusIndicator> : number,
        },
        { id: 'at', header: t('file.column.at'), width: 200, cell: ({ at }) => moment(at) },
        {
          id: 'kind',
          header: t('file.column.kind'),
          width: 200,
          isRowHeader: true,
          cell: ({ kind }) => kindText(texts, kind),
        },
        { id: 'about', header: t('file.column.about'), cell: (entry) => <About entry={entry} /> },
      ]}
    />
  );
};

const About = ({ entry: { facts, personal } }: { entry: CaseEntry }) => {
  const texts = useTexts();
  return [...membersOf(facts), ...membersOf(personal)].map(([name, value]) => (
    <div key={name}>
      <Box variant="small">{memberName(texts, name)}:</Box> {valueText(texts, name, value)}
    </div>
  ));
};
