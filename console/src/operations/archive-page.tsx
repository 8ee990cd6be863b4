import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useDesk } from '../api/context.tsx';
import { useArchive } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { NewReplay } from './new-replay.tsx';

/** Page: the archive of the bus, its replays, and a form for a new replay. */
export default function ArchivePage() {
  const { t, time } = useTexts();
  const { me } = useDesk();
  const found = useArchive();
  if (found.isError && found.data === undefined)
    return <LoadError error={found.error} retry={() => void found.refetch()} />;
  const { archive, replays = [] } = found.data ?? {};
  const days = archive?.retentionDays ?? '–';
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('archive.description', { days })}>
        {t('archive.title')}
      </Header>
      <Container>
        <KeyValuePairs
          columns={3}
          items={[
            { label: t('archive.state'), value: archive?.state ?? '–' },
            { label: t('archive.events'), value: archive?.events ?? '–' },
            { label: t('archive.retention'), value: t('archive.days', { days }) },
          ]}
        />
      </Container>
      {me.roles.includes('operator') && <NewReplay />}
      <AdaptiveTable
        items={replays}
        trackBy="name"
        loading={found.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('archive.replays') }}
        header={
          <Header variant="h2" counter={`(${replays.length})`} actions={<Freshness query={found} />}>
            {t('archive.replays')}
          </Header>
        }
        empty={<Box textAlign="center">{t('archive.replays.empty')}</Box>}
        columnDefinitions={[
          { id: 'name', header: t('archive.name'), isRowHeader: true, cell: ({ name }) => name },
          {
            id: 'state',
            header: t('archive.state'),
            minWidth: 160,
            cell: ({ state }) => (
              <StatusIndicator type={state === 'COMPLETED' ? 'success' : state === 'FAILED' ? 'error' : 'in-progress'}>
                {t(`replay-state.${state}`)}
              </StatusIndicator>
            ),
          },
          { id: 'from', header: t('archive.from'), minWidth: 180, cell: ({ from }) => time(from) },
          { id: 'to', header: t('archive.to'), minWidth: 180, cell: ({ to }) => time(to) },
          { id: 'started', header: t('run.started'), minWidth: 180, cell: ({ startedAt }) => time(startedAt) },
        ]}
      />
    </SpaceBetween>
  );
}
