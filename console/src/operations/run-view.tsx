import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Execution } from '../../../api/types.generated.ts';
import { RunGraph } from '../graph/run-graph.tsx';
import { useTexts } from '../texts/texts.tsx';
import { RunStatus } from './run-status.tsx';
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
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={freshness} actions={actions}>
        {title}
      </Header>
      <Facts run={run} />
      <Grid gridDefinition={[{ colspan: { default: 12, xl: 7 } }, { colspan: { default: 12, xl: 5 } }]}>
        <Container header={<Header variant="h2">{t('run.graph')}</Header>}>
          <RunGraph run={run} selected={selected} select={select} />
        </Container>
        <StateDetails state={run.states.find(({ name }) => name === selected)} history={run.history} />
      </Grid>
      <History run={run} selected={selected} />
    </SpaceBetween>
  );
};

const Facts = ({ run: { execution } }: { run: Execution }) => {
  const { t, time } = useTexts();
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: t('run.status'), value: <RunStatus status={execution.status} /> },
          { label: t('run.started'), value: time(execution.startedAt) },
          { label: t('run.stopped'), value: time(execution.stoppedAt) },
          { label: t('run.arn'), value: <Box fontSize="body-s">{execution.arn.split(':').slice(-2).join(':')}</Box> },
        ]}
      />
    </Container>
  );
};

const History = ({ run, selected }: { run: Execution; selected: string | undefined }) => {
  const { t, moment } = useTexts();
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
        { id: 'at', header: t('run.history.at'), cell: ({ at }) => moment(at) },
        { id: 'type', header: t('run.history.type'), cell: ({ type }) => type },
        { id: 'state', header: t('run.history.state'), cell: ({ state }) => state ?? '–' },
        { id: 'error', header: t('run.history.error'), cell: ({ error }) => error ?? '–' },
      ]}
    />
  );
};
