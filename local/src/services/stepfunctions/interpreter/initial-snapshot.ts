import type { JsonObject } from '../language/json.ts';
import type { ExecutionFacts, Snapshot } from './contract.ts';
import { newFrame } from './frame.ts';
import { storeFrames } from './stored-frames.ts';

/** The snapshot of an execution that has not started; the stimulus `start` starts it. */
export function initialSnapshot(facts: ExecutionFacts): Snapshot {
  return { execution: facts, status: 'RUNNING', lastEventId: 0, tasks: {}, interpreter: {} };
}

/** What has happened before a state that is tested by itself. */
export interface Past {
  /** The state's name. */
  readonly state: string;
  readonly variables: JsonObject;
  /** How often each retrier of the state was used, by its position. */
  readonly retries: readonly number[];
}

/** As `initialSnapshot`, but the first state sees variables and counts its earlier attempts. */
export function snapshotAfter(facts: ExecutionFacts, { state, variables, retries }: Past): Snapshot {
  const root = { ...newFrame(state, facts.input, 0), variables, retries };
  return { ...initialSnapshot(facts), interpreter: storeFrames({ root, counter: 0 }) };
}
