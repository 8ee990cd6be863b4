import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useDesk } from '../api/context.tsx';
import { useRules } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { LiveTail } from './live-tail.tsx';
import { PatternTester } from './pattern-tester.tsx';
import './bus-page.css';

const nameIn = (arn: string): string => arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);

/** Page: the rules of the buses, a tester for event patterns, and a live view of events. */
export default function BusPage() {
  const { t } = useTexts();
  const { config } = useDesk();
  const rules = useRules();
  if (rules.isError && rules.data === undefined)
    return <LoadError error={rules.error} retry={() => void rules.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('bus.description')}>
        {t('bus.title')}
      </Header>
      {config.isLocal && <LiveTail />}
      <PatternTester />
      <AdaptiveTable
        items={rules.data ?? []}
        trackBy={({ bus, name }) => `${bus} ${name}`}
        loading={rules.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('bus.rules') }}
        header={
          <Header variant="h2" counter={`(${rules.data?.length ?? 0})`} actions={<Freshness query={rules} />}>
            {t('bus.rules')}
          </Header>
        }
        columnDefinitions={[
          { id: 'rule', header: t('bus.rule'), isRowHeader: true, minWidth: 170, cell: ({ name }) => name },
          { id: 'bus', header: t('bus.on'), cell: ({ bus }) => bus },
          {
            id: 'state',
            header: t('bus.state'),
            cell: ({ state }) => t(state === 'DISABLED' ? 'rule-state.DISABLED' : 'rule-state.ENABLED'),
          },
          {
            id: 'pattern',
            header: t('bus.pattern'),
            width: 380,
            cell: ({ pattern, schedule }) => <code className="pattern">{schedule ?? JSON.stringify(pattern)}</code>,
          },
          {
            id: 'targets',
            header: t('bus.targets'),
            minWidth: 200,
            cell: ({ targets }) =>
              targets.map(({ arn, deadLetterArn }) => (
                <div key={arn}>
                  {nameIn(arn)}
                  <Box color="text-body-secondary" fontSize="body-s">
                    {deadLetterArn === undefined
                      ? t('bus.no-dead-letters')
                      : t('bus.dead-letters', { queue: nameIn(deadLetterArn) })}
                  </Box>
                </div>
              )),
          },
        ]}
      />
    </SpaceBetween>
  );
}
