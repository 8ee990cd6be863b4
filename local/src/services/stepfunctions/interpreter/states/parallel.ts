import type { Json } from '../../language/json.ts';
import { effectiveInput, scopeOf, workInput } from '../data-flow.ts';
import type { Frame } from '../frame.ts';
import { newFrame } from '../frame.ts';
import type { ActiveState } from '../walk.ts';
import { record } from '../walk.ts';

/** Parallel: starts all branches with the same input. */
export async function beginParallel(active: ActiveState): Promise<Frame> {
  const { walk, branch, state, frame } = active;
  const input = await branchInput(active);
  const last = record(active, 'ParallelStateStarted', frame.last);
  const slots = state.branches.map((program) => ({ frame: newFrame(program.startAt, input, last) }));
  walk.branchesToStart.push(...slots.map((_, index) => [...branch.address, index]));
  const group = { slots, length: slots.length, running: slots.length, failures: 0 };
  return { ...frame, last, group };
}

/** The input of all branches. */
export function branchInput(active: ActiveState): Promise<Json> {
  const scope = scopeOf(active);
  return workInput(active, scope, active.state.jsonata ? active.frame.input : effectiveInput(active, scope));
}
