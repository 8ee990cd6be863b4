import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AwsError } from '../../../../../local/src/core/aws/aws-error.ts';
import { isObject, type Json, type JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { definition, input } from '../interpreter/definitions.ts';
import { ROLE_ARN, START_MS } from '../interpreter/harness.ts';
import { startWorkflows, type Workflows } from '../step-functions.ts';
import { handwrittenStates, isDistributed, only, readsContext, recordedStates, repositoryStates } from './corpus.ts';
import { runOneState, type Specimen, stateIn, type Verdict, type Work } from './one-state-execution.ts';

/**
 * TestState and an execution of the same state, with the same input and the same result of its work, give the same
 * status, output, error, cause and next state. The differences that AWS itself has:
 *
 * 1. A cause names no event id. A test has no execution history: "You can test a state without creating a state machine".
 *    https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 * 2. A Wait of more than five minutes fails: "The TestState API can run for up to five minutes. If the execution of a
 *    state exceeds this duration, it fails with the States.Timeout error." Same page.
 * 3. A mocked error is the error of the Map state itself, where an execution tolerates a failed iteration, has none to run
 *    or fails with States.ExceedToleratedFailureThreshold: "The parent Map/Parallel state's Catch or Retry handlers will process the
 *    error". https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#error-propagation-assert
 */
const FIVE_MINUTES_MS = 300_000;
const PLACE = /An error occurred while executing the state '[^']*' \(entered at the event id #\d+\)\. /g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const WORKS: readonly Work[] = [
  { result: { b: 2, list: [1] } },
  { error: 'Broken', cause: 'a reason' },
  { error: 'States.Timeout', cause: '' },
  { error: 'Busy' },
];
const MOCKED = new Set<Json | undefined>(['Task', 'Map', 'Parallel']);

let workflows: Workflows;
beforeAll(async () => {
  workflows = await startWorkflows();
});
afterAll(() => workflows.stop());

interface Comparison {
  readonly tested: Verdict;
  readonly executed: Verdict;
  /** The result of the executed state's work. */
  readonly result: Json | undefined;
}

/** The results of TestState and of the execution; undefined if TestState refuses the definition. */
async function compare(specimen: Specimen, work: Work): Promise<Comparison | undefined> {
  const { verdict, result } = await runOneState(specimen, work);
  try {
    return { tested: comparable(await testState(specimen, work, result)), executed: comparable(verdict), result };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidDefinition') return undefined;
    throw error;
  }
}

async function testState(specimen: Specimen, work: Work, result: Json | undefined): Promise<Verdict> {
  const state = stateIn(specimen.definition, specimen.stateName);
  const answer = (await workflows.as('states', 'TestState', {
    definition: JSON.stringify(specimen.definition),
    stateName: specimen.stateName,
    input: JSON.stringify(specimen.input),
    ...(specimen.variables === undefined ? {} : { variables: JSON.stringify(specimen.variables) }),
    ...(readsContext(state) ? { context: JSON.stringify(contextOf(specimen, state)) } : {}),
    ...(MOCKED.has(state.Type) ? { mock: mockOf(state, work, result) } : {}),
  })) as Verdict & { output?: string };
  return answer.output === undefined ? answer : { ...answer, output: JSON.parse(answer.output) };
}

function mockOf({ Branches, Type }: JsonObject, work: Work, result: Json | undefined) {
  if ('error' in work) return { errorOutput: work };
  if (Type === 'Task') return { result: JSON.stringify(work.result), fieldValidationMode: 'NONE' };
  const results = Array.isArray(result) ? result : [];
  const all = Array.isArray(Branches) ? Branches.map((_, index) => results[index] ?? null) : results;
  return { result: JSON.stringify(all) };
}

/** The context object of the one-state execution. */
const contextOf = ({ input: Input, stateName: Name }: Specimen, { Type, Resource }: JsonObject): JsonObject => ({
  Execution: {
    Id: 'arn:aws:states:us-east-1:000000000000:execution:machine:run',
    Input,
    StartTime: new Date(START_MS).toISOString(),
    Name: 'run',
    RoleArn: ROLE_ARN,
    RedriveCount: 0,
  },
  StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', Name: 'machine' },
  State: {
    Name,
    EnteredTime: new Date(START_MS).toISOString(),
    ...(MOCKED.has(Type) ? { RetryCount: 0 } : {}),
  },
  ...(String(Resource).endsWith('.waitForTaskToken') ? { Task: { Token: 'token-1' } } : {}),
});

const comparable = ({ status, output, error, cause, nextState }: Verdict): Verdict =>
  JSON.parse(JSON.stringify({ status, output, error, cause, nextState }).replace(PLACE, '').replace(UUID, 'uuid'));

/** The history has no event for some errors that are retried or caught; those errors are not compared. */
function agreed({ tested, executed }: Comparison): Verdict {
  const { error: _error, cause: _cause, ...rest } = tested;
  return executed.status !== 'FAILED' && executed.error === undefined ? rest : tested;
}

/** The differences that AWS itself has; see above. */
function differsOnAws({ definition: machine, stateName }: Specimen, work: Work, both: Comparison): boolean {
  const state = stateIn(machine, stateName);
  if (state.Type === 'Wait') return both.tested.error === 'States.Timeout';
  const tolerates = isDistributed(state) || Object.keys(state).some((name) => name.startsWith('ToleratedFailure'));
  const ranNothing = Array.isArray(both.result) && both.result.length === 0;
  return state.Type === 'Map' && 'error' in work && (tolerates || ranNothing);
}

const worksFor = ({ definition: machine, stateName }: Specimen): readonly Work[] =>
  MOCKED.has(stateIn(machine, stateName).Type) ? WORKS : WORKS.slice(0, 1);

const cases = (specimens: readonly Specimen[]) =>
  specimens.flatMap((specimen) =>
    worksFor(specimen).map((work) => [specimen.label, JSON.stringify(work), specimen, work] as const),
  );

async function expectAgreement(specimen: Specimen, work: Work): Promise<'compared' | 'refused' | 'differs on AWS'> {
  const both = await compare(specimen, work);
  if (both === undefined) return 'refused';
  if (differsOnAws(specimen, work, both)) return 'differs on AWS';
  expect(agreed(both)).toEqual(both.executed);
  return 'compared';
}

describe('TestState agrees with an execution of one state: handwritten definitions', () => {
  test.each(cases(handwrittenStates))('%s, with work that returns %s', async (_label, _work, specimen, work) => {
    expect(await expectAgreement(specimen, work)).not.toBe('refused');
  });
});

describe('TestState agrees with an execution of one state: the definitions of this repository', () => {
  test.each(cases(repositoryStates()))('%s, with work that returns %s', async (_label, _work, specimen, work) => {
    expect(await expectAgreement(specimen, work)).not.toBe('refused');
  });
});

describe('TestState agrees with an execution of one state: definitions recorded on AWS', () => {
  const recorded = cases(recordedStates());
  if (recorded.length === 0) {
    test.skip('the recordings are missing (shared/conformance beside the repository)', () => undefined);
    return;
  }
  test.each(recorded)('%s, with work that returns %s', async (_label, _work, specimen, work) => {
    await expectAgreement(specimen, work);
  });
});

test('TestState agrees with an execution of one state: generated definitions', async () => {
  const counts = { compared: 0, refused: 0, 'differs on AWS': 0 };
  const seed = Math.trunc(Math.random() * 2 ** 31);
  console.log(`seed of the generated definitions: ${seed}`);
  await fc.assert(
    fc.asyncProperty(definition, input, fc.constantFrom(...WORKS), async (machine, value, work) => {
      const { States }: JsonObject = JSON.parse(JSON.stringify(machine));
      for (const [name, state] of Object.entries(isObject(States) ? States : {}))
        if (isObject(state)) counts[await expectAgreement(only(name, state, value), work)] += 1;
    }),
    { numRuns: 300, seed },
  );
  console.log(counts);
  expect(counts.compared).toBeGreaterThan(100);
});

test('a Wait of more than five minutes fails a test with States.Timeout', async () => {
  const specimen: Specimen = {
    label: 'long',
    definition: { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: FIVE_MINUTES_MS / 1000 + 1, End: true } } },
    stateName: 'Long',
    input: {},
  };
  const both = await compare(specimen, { result: null });
  expect(both?.tested).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  expect(both?.executed).toEqual({ status: 'SUCCEEDED', output: {} });
});

test('a mocked error is the error of the distributed Map itself, not of an iteration', async () => {
  const inner = { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } };
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner };
  const specimen: Specimen = {
    label: 'distributed',
    definition: { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor, End: true } } },
    stateName: 'Each',
    input: [1, 2],
  };
  const both = await compare(specimen, { error: 'Broken', cause: 'a reason' });
  expect(both?.tested).toEqual({ status: 'FAILED', error: 'Broken', cause: 'a reason' });
  expect(both?.executed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});
