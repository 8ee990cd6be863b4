import type { Json } from '../language/json.ts';
import type { Branch } from './branch.ts';
import { branchEnded, refill, settle } from './branch-group.ts';
import { failExecution, succeedExecution } from './ending.ts';
import type { Address, Frame } from './frame.ts';
import { newFrame } from './frame.ts';
import { mockedMap, mockedParallel } from './mocked-branches.ts';
import type { StateType } from './program.ts';
import { attempt } from './recovery.ts';
import type { StateOutcome } from './state-outcome.ts';
import { beginChoice } from './states/choice.ts';
import { beginFail } from './states/fail.ts';
import { beginMap } from './states/map.ts';
import { beginParallel } from './states/parallel.ts';
import { beginPass } from './states/pass.ts';
import { beginSucceed } from './states/succeed.ts';
import { beginTask } from './states/task.ts';
import { beginWait } from './states/wait.ts';
import { traced } from './trace.ts';
import type { ActiveState, Walk } from './walk.ts';
import { HISTORY_FULL, MAX_HISTORY_EVENTS, record } from './walk.ts';

const BEGINNINGS: Record<StateType, (active: ActiveState) => Promise<StateOutcome>> = {
  Task: beginTask,
  Pass: beginPass,
  Choice: beginChoice,
  Wait: beginWait,
  Succeed: beginSucceed,
  Fail: beginFail,
  Parallel: async (active) => {
    const mock = active.walk.stateMachine.isolation?.branches;
    return mock ? mockedParallel(active, mock) : settle({ ...active, frame: await beginParallel(active) });
  },
  Map: async (active) => {
    const mock = active.walk.stateMachine.isolation?.branches;
    if (mock) return mockedMap(active, mock);
    const frame = await beginMap(active);
    return refill({ ...active, frame }, frame.last);
  },
};

/** Executes the frame's current state, as a first or a later attempt. */
export const begin = (active: ActiveState): Promise<StateOutcome> => attempt(active, BEGINNINGS[active.state.type]);

/** Continues from an outcome until the branch and all enclosing branches wait or have ended. */
export async function follow(walk: Walk, from: Address, outcome: StateOutcome): Promise<void> {
  let address = from;
  let branch = walk.branchAt(address);
  let current = outcome;
  for (;;) {
    if (current.kind === 'waits') {
      walk.put(address, { frame: current.frame });
      return;
    }
    if (current.kind === 'fails' && current.failure.fatal) {
      walk.put(address, { frame: current.frame });
      if (branch.child === undefined) {
        failExecution(walk, current.failure, current.frame.last);
        return;
      }
      // Only the child execution fails, not the whole execution.
      address = branch.child.address;
      const frame = walk.halt(walk.frameAt(address) ?? current.frame);
      current = { kind: 'fails', frame, failure: { ...current.failure, fatal: undefined } };
    }
    if (current.kind === 'leaves' && current.next !== undefined && walk.stateMachine.isolation === undefined) {
      current = await enter(walk, branch, nextFrame(current.frame, current.next, current.output));
      continue;
    }
    const index = address.at(-1);
    if (index === undefined) {
      walk.put(address, { frame: current.frame });
      if (current.kind === 'fails') failExecution(walk, current.failure, current.frame.last);
      else succeedExecution(walk, current.output, current.frame.last);
      return;
    }
    address = address.slice(0, -1);
    branch = walk.branchAt(address);
    const around = activeStateAt(walk, address, branch);
    const end = current;
    if (around === undefined) return;
    current = await branchEnded(around, index, end);
  }
}

/** Starts the branches in `walk.branchesToStart` until none is left. */
export async function startBranches(walk: Walk): Promise<void> {
  const { branchesToStart } = walk;
  for (let address = branchesToStart.shift(); address !== undefined; address = branchesToStart.shift()) {
    const frame = walk.frameAt(address);
    if (walk.status !== 'RUNNING') return;
    if (frame === undefined || frame.enteredId !== 0) continue;
    await follow(walk, address, await enter(walk, walk.branchAt(address), frame));
  }
}

/** The current state of a branch; undefined if the branch has ended. */
export function activeStateAt(
  walk: Walk,
  address: Address,
  branch: Branch = walk.branchAt(address),
): ActiveState | undefined {
  const frame = walk.frameAt(address);
  const state = frame && branch.program.states.get(frame.state);
  return frame && state && { walk, branch, state, frame };
}

async function enter(walk: Walk, branch: Branch, frame: Frame): Promise<StateOutcome> {
  if (branch.child !== undefined && frame.last >= MAX_HISTORY_EVENTS - 1) {
    return { kind: 'fails', frame, failure: { ...HISTORY_FULL, fatal: true } };
  }
  const state = branch.program.states.get(frame.state);
  if (state === undefined) {
    const cause = `The state '${frame.state}' does not exist.`;
    return { kind: 'fails', frame, failure: { error: 'States.Runtime', cause, fatal: true } };
  }
  return begin({ walk, branch, state, frame: entered({ walk, branch, state, frame }) });
}

function entered(active: ActiveState): Frame {
  const { walk, state, frame } = active;
  const enteredId = record(active, `${state.type}StateEntered`, frame.last, 'stateEnteredEventDetails', {
    name: state.name,
    input: walk.text(traced(active, 'input', frame.input)),
    inputDetails: { truncated: false },
  });
  return { ...frame, enteredId, enteredMs: walk.surroundings.nowMs, before: frame.last, last: enteredId };
}

function nextFrame(frame: Frame, state: string, input: Json): Frame {
  const { variables, child } = frame;
  return {
    ...newFrame(state, input, frame.last),
    ...(variables === undefined ? {} : { variables }),
    ...(child === undefined ? {} : { child }),
  };
}
