import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { HistoryItem, RunState } from '../../../api/types.generated.ts';
import { stateWord } from '../graph/state-word.ts';
import { useTexts } from '../texts/texts.tsx';
import { JsonData } from './json-data.tsx';

interface StateDetailsProps {
  readonly state: RunState;
  readonly history: readonly HistoryItem[];
  close(): void;
}

/** Details of a state. Shows input and output only to roles that may see applicants' data. */
export const StateDetails = ({ state, history, close }: StateDetailsProps) => {
  const { t, instant } = useTexts();
  const closeButton = <Button variant="icon" iconName="close" ariaLabel={t('app.close')} onClick={close} />;
  return (
    <Container
      header={
        <Header variant="h2" actions={closeButton}>
          {state.name}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={2}
          items={[
            { label: t('run.status'), value: t(stateWord(state)) },
            { label: t('run.state.type'), value: state.type },
            { label: t('run.state.entered'), value: instant(state.enteredAt) },
            { label: t('run.state.exited'), value: instant(state.exitedAt) },
          ]}
        />
        <Handling
          state={state}
          errors={history.filter(({ state: of, error }) => of === state.name && error !== undefined)}
        />
        {state.input === undefined && state.output === undefined ? (
          state.enteredAt !== undefined && <Box color="text-body-secondary">{t('run.state.hidden')}</Box>
        ) : (
          <>
            <JsonData title={t('run.state.input')} value={state.input} />
            <JsonData title={t('run.state.output')} value={state.output} />
          </>
        )}
      </SpaceBetween>
    </Container>
  );
};

/** The errors of a state, and its Retry and Catch rules. */
const Handling = ({ state, errors }: { state: RunState; errors: readonly HistoryItem[] }) => {
  const { t, time } = useTexts();
  const { retries = [], catches = [] } = state;
  const lists = [
    { title: t('run.state.errors'), lines: errors.map(({ at, error = '' }) => `${time(at)}: ${error}`) },
    {
      title: t('run.state.retries'),
      lines: retries.map(({ errors: named, maxAttempts }) =>
        t('run.state.retry', { errors: named.join(', '), times: maxAttempts }),
      ),
    },
    {
      title: t('run.state.catches'),
      lines: catches.map(({ errors: named, next }) => t('run.state.catch', { errors: named.join(', '), next })),
    },
  ];
  return lists
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => (
      <div key={title}>
        <Box variant="awsui-key-label">{title}</Box>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    ));
};
