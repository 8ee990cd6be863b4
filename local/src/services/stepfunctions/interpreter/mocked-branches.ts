import { endGroup } from './branch-group.ts';
import type { MockedBranches } from './contract.ts';
import { TOLERANCE_EXCEEDED } from './map-run.ts';
import { recover } from './recovery.ts';
import type { StateOutcome } from './state-outcome.ts';
import { inputsOfIterations, planMap } from './states/map.ts';
import { branchInput } from './states/parallel.ts';
import type { ActiveState } from './walk.ts';

/** Evaluates the fields of a Parallel without running its branches; the mock is their result. */
export async function mockedParallel(active: ActiveState, mock: MockedBranches): Promise<StateOutcome> {
  await branchInput(active);
  return endWithMock(active, mock);
}

const THRESHOLDS = ['ToleratedFailureCount', 'ToleratedFailurePercentage'].flatMap((field) => [field, `${field}Path`]);

/**
 * Evaluates the fields of a Map without running its iterations. The number of failed iterations is checked only if the
 * state sets a threshold of tolerated failures. A mocked error is the error of the Map itself. See "Testing Map and
 * Parallel states" in the developer guide.
 */
export async function mockedMap(active: ActiveState, mock: MockedBranches): Promise<StateOutcome> {
  const { items, keyed, limits, at } = await planMap(active);
  await inputsOfIterations(at, items, keyed);
  const hasThreshold = THRESHOLDS.some((field) => active.state.fields[field] !== undefined);
  const exceeds = mock.kind === 'result' && mock.failedIterations > limits.toleratedFailures;
  return hasThreshold && exceeds ? recover(active, TOLERANCE_EXCEEDED) : endWithMock(active, mock);
}

const endWithMock = (active: ActiveState, mock: MockedBranches): Promise<StateOutcome> =>
  mock.kind === 'result' ? endGroup(active, mock.result) : recover(active, { error: mock.error, cause: mock.cause });
