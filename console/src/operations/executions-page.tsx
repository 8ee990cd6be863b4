import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useSearchParams } from 'react-router';
import { EXECUTION_STATUSES } from '../../../api/reason-codes.ts';
import { useExecutions, useMachines } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunStatus } from './run-status.tsx';

const STATUSES = EXECUTION_STATUSES.filter((status) => status !== 'PENDING_REDRIVE');

/** Page: runs of the workflow by status. */
export default function ExecutionsPage() {
  const { t, time } = useTexts();
  const [query, setQuery] = useSearchParams();
  const status = STATUSES.find((each) => each === query.get('status')) ?? 'FAILED';
  const machine = query.get('machine') ?? undefined;
  const found = useExecutions(status, machine);
  const of = machine === undefined ? '' : `?${new URLSearchParams({ machine })}`;
  const show = (change: Record<string, string>) =>
    setQuery({ ...(machine === undefined ? {} : { machine }), status, ...change });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.isError && found.data === undefined)
    return <LoadError error={found.error} retry={() => void found.refetch()} />;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={t('executions.description')}
        actions={<MachineChoice machine={machine} choose={(name) => show({ machine: name })} />}
      >
        {t('executions.title')}
      </Header>
      <AdaptiveTable
        items={items}
        trackBy="name"
        loading={found.isPending}
        loadingText={t('app.loading')}
        wrapLines
        ariaLabels={{ tableLabel: t('executions.title') }}
        header={
          <Header
            variant="h2"
            counter={`(${items.length}${found.hasNextPage ? '+' : ''})`}
            actions={<Freshness query={found} />}
          >
            {t(`run-status.${status}`)}
          </Header>
        }
        filter={
          <SegmentedControl
            label={t('run.status')}
            selectedId={status}
            options={STATUSES.map((id) => ({ id, text: t(`run-status.${id}`) }))}
            onChange={({ detail }) => show({ status: detail.selectedId })}
          />
        }
        footer={
          found.hasNextPage && (
            <Box textAlign="center">
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t('executions.more')}
              </Button>
            </Box>
          )
        }
        empty={
          <Box textAlign="center" padding="m">
            <SpaceBetween size="s">
              <b>{t('executions.empty')}</b>
              <span>{t('executions.empty-how')}</span>
            </SpaceBetween>
          </Box>
        }
        columnDefinitions={[
          {
            id: 'name',
            header: t('executions.name'),
            isRowHeader: true,
            cell: ({ name }) => <PageLink path={`/executions/${encodeURIComponent(name)}${of}`}>{name}</PageLink>,
          },
          {
            id: 'application',
            header: t('applications.column.id'),
            minWidth: 130,
            cell: ({ applicationId: id }) =>
              id === undefined ? '–' : <PageLink path={`/applications/${encodeURIComponent(id)}/run`}>{id}</PageLink>,
          },
          {
            id: 'status',
            header: t('run.status'),
            minWidth: 150,
            cell: (item) => <RunStatus status={item.status} />,
          },
          { id: 'started', header: t('run.started'), minWidth: 180, cell: ({ startedAt }) => time(startedAt) },
          { id: 'stopped', header: t('run.stopped'), minWidth: 180, cell: ({ stoppedAt }) => time(stoppedAt) },
        ]}
      />
    </SpaceBetween>
  );
}

/** Select box for the state machine. Not shown if there is only one state machine. */
const MachineChoice = ({ machine, choose }: { machine: string | undefined; choose(name: string): void }) => {
  const { t } = useTexts();
  const names = useMachines().data ?? [];
  const shown = machine ?? names[0];
  if (names.length < 2 || shown === undefined) return null;
  return (
    <Select
      ariaLabel={t('executions.machine')}
      selectedOption={{ value: shown, label: shown }}
      options={names.map((name) => ({ value: name, label: name }))}
      onChange={({ detail }) => choose(detail.selectedOption.value ?? shown)}
    />
  );
};
