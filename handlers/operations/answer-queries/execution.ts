import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Execution, HistoryItem, Run, RunState } from '../../../api/types.generated.ts';
import { readRedacted, redactedText } from '../../shared/redact.ts';
import { definitionGraphOf, type StateNode } from './definition.ts';
import { tokensIn } from './tokens.ts';

/** Same values as the pattern of `status` in the OpenAPI document. */
type StateStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'caught' | `retried ${number}`;

/** `showsData`: true if the answer includes inputs, outputs and the cause of a failure, which contain the applicant's data. */
export interface Drawing {
  readonly run: Run;
  readonly definition: unknown;
  readonly history: readonly HistoryEvent[];
  readonly showsData: boolean;
}

/** A run as a graph with the status of each state, and the run's history. */
export function executionView({ run, definition, history, showsData }: Drawing): Execution {
  const { states, transitions } = definitionGraphOf(definition);
  const { visits, stateOf } = follow(history);
  const shown = showsData ? tokensIn(definition, history, stateOf) : undefined;
  return {
    execution: runView(run, shown),
    states: states.map((node) => {
      const isOver = run.stoppedAt !== undefined || visits.get(node.within ?? '')?.exitedAt !== undefined;
      return { ...node, ...viewOf(visits.get(node.name), isOver, shown) };
    }),
    transitions,
    history: history.map((event) => historyView(event, stateOf.get(event.id ?? 0))),
  };
}

/** `tokens`: the task tokens to hide in the cause. If undefined, the view has no cause. */
function runView({ cause, ...run }: Run, tokens: ReadonlySet<string> | undefined): Run {
  return cause === undefined || tokens === undefined ? run : { ...run, cause: redactedText(cause, tokens) };
}

interface Visit {
  readonly enteredAt: string;
  readonly input: string | undefined;
  exitedAt?: string;
  output?: string | undefined;
  /** Number of failed attempts since the state was entered. */
  failures: number;
  hasFailedLast: boolean;
}

interface Followed {
  /** By state name. A state that was entered more than once has its latest visit. */
  readonly visits: ReadonlyMap<string, Visit>;
  /** By event id: the name of the state to which the event belongs. */
  readonly stateOf: ReadonlyMap<number, string>;
}

const FAILED = /^(?!Execution).*(?:Failed|TimedOut|Aborted)$/;
const SUCCEEDED = /^(?!Execution|MapIteration).*Succeeded$/;
const OF_CONTAINER = /^(?:ParallelState|MapState|MapRun)/;

/**
 * Assigns each event to a state: the state that the event names, or the state of the previous event. Events of a Parallel
 * or Map state belong to that state, not to the states inside it.
 */
function follow(history: readonly HistoryEvent[]): Followed {
  const visits = new Map<string, Visit>();
  const stateOf = new Map<number, string>();
  const containers: string[] = [];
  for (const event of history) {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, type = '' } = event;
    const isOfContainer = OF_CONTAINER.test(type);
    const before = isOfContainer ? containers.at(-1) : stateOf.get(event.previousEventId ?? 0);
    const name = entered?.name ?? exited?.name ?? before;
    if (name === undefined) continue;
    stateOf.set(event.id ?? 0, name);
    if (isOfContainer && entered !== undefined) containers.push(name);
    if (isOfContainer && exited !== undefined) containers.pop();
    note(visits, name, event);
  }
  return { visits, stateOf };
}

function note(visits: Map<string, Visit>, name: string, event: HistoryEvent): void {
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, type = '' } = event;
  const at = event.timestamp?.toISOString() ?? '';
  if (entered !== undefined) {
    visits.set(name, { enteredAt: at, input: entered.input, failures: 0, hasFailedLast: false });
    return;
  }
  const visit = visits.get(name);
  if (visit === undefined) return;
  if (exited !== undefined) Object.assign(visit, { exitedAt: at, output: exited.output });
  if (FAILED.test(type)) Object.assign(visit, { failures: visit.failures + 1, hasFailedLast: true });
  if (SUCCEEDED.test(type)) visit.hasFailedLast = false;
}

/** `tokens`: the task tokens to hide in input and output. If undefined, the view has no input and no output. */
function viewOf(
  visit: Visit | undefined,
  isOver: boolean,
  tokens: ReadonlySet<string> | undefined,
): Omit<RunState, keyof StateNode> {
  if (visit === undefined) return { status: 'pending' };
  const { enteredAt, exitedAt, input, output } = visit;
  return {
    status: statusOf(visit, isOver),
    enteredAt,
    ...(exitedAt === undefined ? {} : { exitedAt }),
    ...(tokens !== undefined && input !== undefined ? { input: readRedacted(input, tokens) } : {}),
    ...(tokens !== undefined && output !== undefined ? { output: readRedacted(output, tokens) } : {}),
  };
}

/** `caught`: the state was exited although its last attempt failed, so a Catch handled the error. */
function statusOf({ exitedAt, failures, hasFailedLast }: Visit, isOver: boolean): StateStatus {
  if (exitedAt === undefined && isOver) return 'failed';
  if (exitedAt !== undefined && hasFailedLast) return 'caught';
  if (failures > 0) return `retried ${failures}`;
  return exitedAt === undefined ? 'running' : 'succeeded';
}

function historyView(event: HistoryEvent, state: string | undefined): HistoryItem {
  const error = errorOf(event);
  return {
    id: event.id ?? 0,
    at: event.timestamp?.toISOString() ?? '',
    type: event.type ?? '',
    ...(state === undefined ? {} : { state }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Returns only the error's name, because the cause may contain applicants' data. */
function errorOf(event: HistoryEvent): string | undefined {
  for (const details of Object.values(event)) {
    if (typeof details === 'object' && details !== null && 'error' in details && typeof details.error === 'string') {
      return details.error;
    }
  }
  return undefined;
}
