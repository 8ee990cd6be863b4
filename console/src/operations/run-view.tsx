import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Execution } from '../../../api/types.generated.ts';
import { RunGraph } from '../graph/run-graph.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunHistory } from './run-history.tsx';
import { RunStatus } from './run-status.tsx';
import { RunTimeLine } from './run-time-line.tsx';
import { StateDetails } from './state-details.tsx';

export interface RunViewProps {
  readonly title: string;
  readonly run: Execution;
  readonly freshness: ReactNode;
  readonly actions?: ReactNode;
}

/** A run as a graph of its states and a history table. The URL contains the selected state. */
export const RunView = ({ title, run, freshness, actions }: RunViewProps) => {
  const { t } = useTexts();
  const [query, setQuery] = useSearchParams();
  const selected = query.get('state') ?? undefined;
  const select = (name: string) => setQuery({ state: name }, { replace: true });
  const state = run.states.find(({ name }) => name === selected);
  return (
    <SpaceBetween size="s">
      <Header variant="h1" description={freshness} actions={actions}>
        {title}
      </Header>
      <Failure run={run} />
      <Facts run={run} />
      <div className={state && 'beside'}>
        <Container
          header={
            <Header variant="h2" description={state === undefined ? t('run.state.choose') : undefined}>
              {t('run.graph')}
            </Header>
          }
        >
          <RunGraph run={run} selected={selected} select={select} />
        </Container>
        {state && (
          <aside className="beside-panel" aria-label={t('run.state')}>
            <StateDetails state={state} history={run.history} close={() => setQuery({}, { replace: true })} />
          </aside>
        )}
      </div>
      <RunTimeLine run={run} />
      <RunHistory run={run} selected={selected} />
    </SpaceBetween>
  );
};

/** The error with which a run has failed, and its cause for users who may see applicants' data. */
const Failure = ({ run: { execution } }: { run: Execution }) => {
  const { error, cause } = execution;
  if (error === undefined) return null;
  return (
    <Alert type="error" header={error}>
      {cause}
    </Alert>
  );
};

const Facts = ({ run: { execution } }: { run: Execution }) => {
  const { t, time, span } = useTexts();
  const { startedAt, stoppedAt } = execution;
  const lastedMs = stoppedAt === undefined ? undefined : Date.parse(stoppedAt) - Date.parse(startedAt);
  const ended = lastedMs === undefined ? '–' : t('run.stopped-after', { at: time(stoppedAt), time: span(lastedMs) });
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('run.status'), value: <RunStatus status={execution.status} /> },
          { label: t('run.started'), value: time(startedAt) },
          { label: t('run.stopped'), value: ended },
          { label: t('run.arn'), value: <Box fontSize="body-s">{execution.arn.split(':').slice(-2).join(':')}</Box> },
        ]}
      />
    </Container>
  );
};
