import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { RunWithHistory } from '../api/answers.ts';
import { isMissing, useRun } from '../api/queries.ts';
import { RunGraph } from '../graph/run-graph.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { StateDetails } from './state-details.tsx';

/** The run of an application as a graph of its states, beside its history; it follows a run that goes on. */
export default function RunPage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const run = useRun(id);
  if (isMissing(run.error))
    return (
      <Alert type="info" header={t('run.none', { id })}>
        {t('run.none-how')}
      </Alert>
    );
  if (run.data === undefined)
    return run.isError ? (
      <LoadError error={run.error} retry={() => void run.refetch()} />
    ) : (
      <Box padding="l">
        <Spinner /> {t('app.loading')}
      </Box>
    );
  return <Shown id={id} run={run.data} freshness={<Freshness query={run} />} />;
}

const Shown = ({ id, run, freshness }: { id: string; run: RunWithHistory; freshness: React.ReactNode }) => {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const selected = query.get('state') ?? undefined;
  const select = (name: string) => setQuery({ state: name }, { replace: true });
  const review = `/reviews/${encodeURIComponent(id)}`;
  const toReview = (
    <Button
      href={review}
      onFollow={(event) => {
        event.preventDefault();
        navigate(review);
      }}
    >
      {t('run.to-review')}
    </Button>
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={freshness} actions={toReview}>
        {t('run.title', { id })}
      </Header>
      <Facts run={run} />
      <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
        <Container header={<Header variant="h2">{t('run.graph')}</Header>}>
          <RunGraph run={run} selected={selected} select={select} />
        </Container>
        <StateDetails state={run.states.find(({ name }) => name === selected)} />
      </Grid>
      <History run={run} selected={selected} />
    </SpaceBetween>
  );
};

const TYPES: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  RUNNING: 'in-progress',
  SUCCEEDED: 'success',
  FAILED: 'error',
  TIMED_OUT: 'error',
  ABORTED: 'stopped',
  PENDING_REDRIVE: 'pending',
};

const Facts = ({ run: { execution } }: { run: RunWithHistory }) => {
  const { t, time } = useTexts();
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: t('run.status'),
            value: <StatusIndicator type={TYPES[execution.status] ?? 'info'}>{execution.status}</StatusIndicator>,
          },
          { label: t('run.started'), value: time(execution.startedAt) },
          { label: t('run.stopped'), value: time(execution.stoppedAt) },
          { label: t('run.arn'), value: <Box fontSize="body-s">{execution.arn.split(':').slice(-2).join(':')}</Box> },
        ]}
      />
    </Container>
  );
};

const History = ({ run, selected }: { run: RunWithHistory; selected: string | undefined }) => {
  const { t, time } = useTexts();
  const items = selected === undefined ? run.history : run.history.filter(({ state }) => state === selected);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${items.length})`}>
          {selected === undefined ? t('run.history') : `${t('run.history')}: ${selected}`}
        </Header>
      }
      items={items}
      trackBy={({ id }) => String(id)}
      wrapLines
      ariaLabels={{ tableLabel: t('run.history') }}
      columnDefinitions={[
        { id: 'id', header: t('run.history.id'), cell: ({ id }) => id, isRowHeader: true },
        { id: 'at', header: t('run.history.at'), cell: ({ at }) => time(at) },
        { id: 'type', header: t('run.history.type'), cell: ({ type }) => type },
        { id: 'state', header: t('run.history.state'), cell: ({ state }) => state ?? '–' },
        { id: 'error', header: t('run.history.error'), cell: ({ error }) => error ?? '–' },
      ]}
    />
  );
};
