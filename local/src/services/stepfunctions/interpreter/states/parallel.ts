import type { Json } from '../../language/json.ts';
import { effectiveInput, scopeOf, workInput } from '../data-flow.ts';
import type { Frame } from '../frame.ts';
import { newFrame } from '../frame.ts';
import type { Site } from '../walk.ts';
import { record } from '../walk.ts';

/** Parallel: starts all branches with the same input. */
export async function beginParallel(site: Site): Promise<Frame> {
  const { walk, branch, state, frame } = site;
  const input = await branchInput(site);
  const last = record(site, 'ParallelStateStarted', frame.last);
  const slots = state.branches.map((program) => ({ frame: newFrame(program.startAt, input, last) }));
  walk.branchesToStart.push(...slots.map((_, index) => [...branch.address, index]));
  const group = { slots, length: slots.length, running: slots.length, failures: 0 };
  return { ...frame, last, group };
}

/** The input of all branches. */
export function branchInput(site: Site): Promise<Json> {
  const scope = scopeOf(site);
  return workInput(site, scope, site.state.jsonata ? site.frame.input : effectiveInput(site, scope));
}
