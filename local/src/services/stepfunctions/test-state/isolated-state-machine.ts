import type { Isolation, StateMachine } from '../interpreter/contract.ts';
import { TOLERANCE_EXCEEDED } from '../interpreter/map-run.ts';
import type { State } from '../interpreter/program.ts';
import { matches } from '../interpreter/recovery.ts';
import type { JsonObject } from '../language/json.ts';
import type { Configuration } from './configuration.ts';
import type { Mock } from './mock.ts';

/** Maximum duration of a TestState call in seconds; see TestState in the API reference. */
const MAX_SECONDS = 300;

/** A state machine with only this state. Its context object is that of an Express execution. */
export const isolatedStateMachine = (state: State, arn: string, name: string, isolation: Isolation): StateMachine => ({
  arn,
  name,
  type: 'EXPRESS',
  program: { startAt: state.name, states: new Map([[state.name, state]]) },
  timeoutSeconds: MAX_SECONDS,
  isolation,
});

export const isolationOf = (
  state: State,
  mock: Mock | undefined,
  configuration: Configuration,
  context: JsonObject | undefined,
): Isolation => {
  const { mapItemReaderData, mapIterationFailureCount: failedIterations } = configuration;
  const hasBranches = state.type === 'Map' || state.type === 'Parallel';
  return {
    ...(context === undefined ? {} : { context }),
    ...(mapItemReaderData === undefined ? {} : { itemReaderData: mapItemReaderData }),
    ...(mock && hasBranches ? { branches: mock.kind === 'error' ? mock : { ...mock, failedIterations } } : {}),
  };
};

/**
 * Number of retries used per retrier. The configured count applies to the retrier that matches the mocked error.
 * Without a match, the context object still shows the count as RetryCount.
 */
export const retriesOf = ({ retriers }: State, mock: Mock | undefined, count: number): readonly number[] => {
  if (count === 0) return [];
  const failure = mock?.kind === 'error' ? mock : TOLERANCE_EXCEEDED;
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const used = Math.max(index, 0);
  return Array.from({ length: used + 1 }, (_, each) => (each === used ? count : 0));
};
