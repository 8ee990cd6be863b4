import { isObject, type Json, type JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { type Answer, Execution, type Worker } from '../interpreter/harness.ts';

/** A state of a state machine, and its input. */
export interface Specimen {
  readonly label: string;
  readonly definition: JsonObject;
  readonly stateName: string;
  readonly input: Json;
  readonly variables?: JsonObject;
}

/** The result of the state's work: a Task's call, the branches of a Parallel, the iterations of a Map. */
export type Work = { readonly error: string; readonly cause?: string } | { readonly result: Json };

/**
 * The result in the form of TestState; `result` holds the outputs of the branches or iterations of a Parallel or Map.
 */
export interface Verdict {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: Json | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly nextState?: string | undefined;
}

export interface OneStateExecution {
  readonly verdict: Verdict;
  /** The result of the state's whole work; undefined if the state ended without it. */
  readonly result: Json | undefined;
}

const STUB = 'Stub';
const BEFORE = 'Before';
const STUB_PROGRAM: JsonObject = {
  StartAt: STUB,
  States: { [STUB]: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:stub', End: true } },
};
const FAILED_EVENT = /^(Task|LambdaFunction|Activity|Evaluation)(Failed|ScheduleFailed)$|StateFailed$/;

/** Finds the state with this name in the state machine, outer states first, and adds its query language. */
export function stateIn(definition: JsonObject, stateName: string): JsonObject {
  const levels: JsonObject[] = [definition];
  for (let level = levels.shift(); level !== undefined; level = levels.shift()) {
    const states = isObject(level.States) ? level.States : {};
    const found = states[stateName];
    if (isObject(found)) return { QueryLanguage: definition.QueryLanguage ?? 'JSONPath', ...found };
    for (const each of Object.values(states)) levels.push(...programsIn(each));
  }
  throw new Error(`no state ${stateName}`);
}

/** Names of all states of the state machine, including states in branches. */
export function stateNames(program: JsonObject): string[] {
  const states = isObject(program.States) ? program.States : {};
  return Object.entries(states).flatMap(([name, state]) => [name, ...programsIn(state).flatMap(stateNames)]);
}

const programsIn = (state: Json | undefined): JsonObject[] => {
  if (!isObject(state)) return [];
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [...branches, state.ItemProcessor, state.Iterator].filter((each) => each !== undefined).filter(isObject);
};

/** Runs an execution of a state machine with only this state, until the state is left, fails or waits for a retry. */
export async function runOneState(specimen: Specimen, work: Work): Promise<OneStateExecution> {
  const state = stateIn(specimen.definition, specimen.stateName);
  const results: Json[] = [];
  const worker: Worker = ({ taskId, stateName }): readonly Answer[] => {
    if ('error' in work) return results.push(null) > 1 ? [] : [{ stimulus: { kind: 'taskFailed', taskId, ...work } }];
    const output = stateName === STUB ? { of: results.length } : work.result;
    results.push(output);
    return [{ stimulus: { kind: 'taskSucceeded', taskId, output } }];
  };
  const execution = new Execution(machineAround(specimen, state), { input: specimen.input, worker });
  await execution.begin();
  while (!isDone(execution, specimen.stateName) && (await execution.next()));
  const isTask = state.Type === 'Task';
  return { verdict: verdictOf(execution, specimen.stateName, state), result: isTask ? results[0] : results };
}

/**
 * Makes a state machine of the state: with ending states for its targets, and a preceding state that assigns the
 * variables.
 */
function machineAround({ stateName, variables }: Specimen, state: JsonObject): JsonObject {
  const stub: JsonObject = { Type: 'Succeed' };
  const targets = [...targetsOf(state)].map((name) => [name, stub] as const);
  const stubbed = {
    ...state,
    ...(Array.isArray(state.Branches) ? { Branches: state.Branches.map(() => STUB_PROGRAM) } : {}),
    ...stubProcessor(state),
  };
  const States = { ...Object.fromEntries(targets), [stateName]: stubbed };
  if (variables === undefined) return { StartAt: stateName, States };
  return { StartAt: BEFORE, States: { ...States, [BEFORE]: { Type: 'Pass', Assign: variables, Next: stateName } } };
}

function stubProcessor(state: JsonObject): JsonObject {
  const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
  const processor = state[field];
  if (!isObject(processor)) return {};
  const config = processor.ProcessorConfig === undefined ? {} : { ProcessorConfig: processor.ProcessorConfig };
  return { [field]: { ...STUB_PROGRAM, ...config } };
}

/** The names of the possible next states. */
export function targetsOf(state: JsonObject): Set<string> {
  const choices = Array.isArray(state.Choices) ? state.Choices.filter(isObject) : [];
  const catchers = Array.isArray(state.Catch) ? state.Catch.filter(isObject) : [];
  const named = [state.Next, state.Default, ...[...choices, ...catchers].map((each) => each.Next)];
  return new Set(named.filter((each) => typeof each === 'string'));
}

const isDone = (execution: Execution, stateName: string): boolean =>
  execution.snapshot.status !== 'RUNNING' || exitOf(execution, stateName) !== undefined || awaitsRetry(execution);

const awaitsRetry = ({ timers }: Execution): boolean => [...timers.keys()].some((id) => id.startsWith('retry'));

const exitOf = ({ history }: Execution, stateName: string) =>
  history.find(({ type, details }) => type.endsWith('StateExited') && details?.name === stateName);

function verdictOf(execution: Execution, stateName: string, state: JsonObject): Verdict {
  const { snapshot, history } = execution;
  const failed = history.findLast(({ type }) => FAILED_EVENT.test(type) && !type.endsWith('StateFailed'))?.details;
  const reason = { error: textOf(failed?.error), cause: textOf(failed?.cause) };
  if (awaitsRetry(execution)) return { status: 'RETRIABLE', ...reason };
  const exit = exitOf(execution, stateName);
  if (exit === undefined) return { status: 'FAILED', error: snapshot.error, cause: snapshot.cause };
  const output: Json = JSON.parse(String(exit.details?.output));
  const entered = history.find(({ id, type }) => id > exit.id && type.endsWith('StateEntered'));
  const nextState = textOf(entered?.details?.name);
  if (!wasCaught(execution, state, { output, nextState })) return { status: 'SUCCEEDED', output, nextState };
  return { status: 'CAUGHT_ERROR', output, nextState, ...reason };
}

/** Errors of JSONPath expressions write no event; the error output shows that one was caught. */
function wasCaught({ history }: Execution, state: JsonObject, left: Pick<Verdict, 'output' | 'nextState'>): boolean {
  if (!Array.isArray(state.Catch)) return false;
  if (history.some(({ type }) => FAILED_EVENT.test(type)) || left.nextState !== state.Next) return true;
  return isObject(left.output) && String(left.output.Error).startsWith('States.');
}

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
