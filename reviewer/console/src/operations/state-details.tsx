import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RunState } from '../../../cli/api/answers.ts';
import { useTexts } from '../texts/texts.tsx';
import './state-details.css';

interface StateWithData extends RunState {
  readonly input?: unknown;
  readonly output?: unknown;
}

/** What went into a state and what came out of it, for those who may see that. */
export const StateDetails = ({ state }: { state: StateWithData | undefined }) => {
  const { t, time } = useTexts();
  return (
    <Container header={<Header variant="h2">{state?.name ?? t('run.state')}</Header>}>
      {state === undefined ? (
        <Box color="text-body-secondary">{t('run.state.choose')}</Box>
      ) : (
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={2}
            items={[
              { label: t('run.status'), value: state.status },
              { label: t('run.state.type'), value: state.type },
              { label: t('run.state.entered'), value: time(state.enteredAt) },
              { label: t('run.state.exited'), value: time(state.exitedAt) },
            ]}
          />
          {state.input === undefined && state.output === undefined ? (
            state.enteredAt !== undefined && <Box color="text-body-secondary">{t('run.state.hidden')}</Box>
          ) : (
            <>
              <Data title={t('run.state.input')} value={state.input} />
              <Data title={t('run.state.output')} value={state.output} />
            </>
          )}
        </SpaceBetween>
      )}
    </Container>
  );
};

const Data = ({ title, value }: { title: string; value: unknown }) =>
  value === undefined ? null : (
    <div>
      <Box variant="awsui-key-label">{title}</Box>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="data" tabIndex={0} aria-label={title}>
        <pre>{JSON.stringify(value, undefined, 2)}</pre>
      </section>
    </div>
  );
