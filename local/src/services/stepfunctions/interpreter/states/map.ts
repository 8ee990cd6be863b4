import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, scopeOf } from '../data-flow.ts';
import type { Address, BranchGroup, Frame, MapLimits } from '../frame.ts';
import { frameOf, newFrame } from '../frame.ts';
import { newChild, noteStarted, redrivenChild, startMapRun } from '../map-run.ts';
import type { MapRunLimits } from '../map-run-record.ts';
import { traced } from '../trace.ts';
import type { ActiveState } from '../walk.ts';
import { record } from '../walk.ts';
import { batchesOf, itemCount } from './item-batcher.ts';
import { itemsOf, selectedItem, selectedItems } from './map-items.ts';
import type { MapScope } from './map-numbers.ts';
import { givenLimits, limitsFor } from './map-numbers.ts';

/** The evaluated fields of a Map before its first iteration starts. */
interface MapPlan {
  readonly items: readonly Json[];
  readonly keyed?: true;
  readonly given: MapRunLimits;
  readonly limits: MapLimits;
  readonly at: MapScope;
}

/** Evaluates the items and limits of a Map. */
export async function planMap(active: ActiveState): Promise<MapPlan> {
  const { frame, state } = active;
  const scope = scopeOf(active);
  const at = { active, scope, root: state.jsonata ? frame.input : effectiveInput(active, scope) };
  const { items, ...keyed } = await itemsOf(at);
  const given = await givenLimits(at);
  return { items, ...keyed, given, limits: limitsFor(active, given, items.length), at };
}

/** Map: one iteration for each item, or in distributed mode one child execution for each item or batch of items. */
export async function beginMap(active: ActiveState): Promise<Frame> {
  refuseUnsupported(active);
  const { frame, state } = active;
  const { items, given, limits, at, keyed } = await planMap(active);
  const inputs = isBatching(active) ? await inputsOfIterations(at, items, keyed) : items;
  const length = items.length;
  const started = record(active, 'MapStateStarted', frame.last, 'mapStateStartedEventDetails', { length });
  const group: BranchGroup = {
    slots: [],
    length: inputs.length,
    running: 0,
    failures: 0,
    limits,
    ...(inputs === frame.input ? {} : { items: inputs }),
    ...(keyed === undefined ? {} : { keyed }),
  };
  if (state.childType === undefined) return { ...frame, last: started, group };
  const { mapRun, last } = startMapRun({ ...active, frame: { ...frame, last: started } }, given, {
    items: length,
    executions: inputs.length,
  });
  return { ...frame, last, group: { ...group, mapRun } };
}

/** Lets children of a redriven Map Run continue, as many as the concurrency limit allows. */
function fillRedrives(active: ActiveState): Frame {
  const { walk, branch, frame } = active;
  const { group } = frame;
  if (group?.limits === undefined || group.redrives === undefined) return frame;
  const { redrives, ...others } = group;
  const begun = redrives.slice(0, Math.max(0, group.limits.concurrency - group.running));
  const slots = [...group.slots];
  for (const index of begun) {
    const stopped = frameOf(slots[index]);
    if (stopped === undefined) continue;
    slots[index] = { frame: redrivenChild(active, stopped, index) };
    walk.childrenToResume.push([...branch.address, index]);
  }
  const left = redrives.slice(begun.length);
  const running = group.running + begun.length;
  return { ...frame, group: { ...others, slots, running, ...(left.length === 0 ? {} : { redrives: left }) } };
}

/**
 * Starts as many iterations as the concurrency limit allows. Their MapIterationStarted events follow the event
 * `follows`.
 */
export async function fillMap(given: ActiveState, follows: number): Promise<Frame> {
  const active = { ...given, frame: fillRedrives(given) };
  const { walk, branch, state, frame } = active;
  const { group } = frame;
  const program = state.branches[0];
  if (group?.limits === undefined || program === undefined) return frame;
  const slots = [...group.slots];
  let { running } = group;
  while (running < group.limits.concurrency && slots.length < group.length) {
    const index = slots.length;
    const address: Address = [...branch.address, index];
    const item = itemsOfGroup(frame)[index] ?? null;
    const input = isBatching(active) ? item : await selectedItem(active, item, index, group.keyed);
    const begun =
      group.mapRun === undefined
        ? newFrame(program.startAt, input, iterationEvent(active, 'Started', index, follows))
        : newChild(program.startAt, input, walk.surroundings.nowMs);
    if (group.mapRun !== undefined) noteStarted(active, index, input, itemCount(state, item));
    slots.push({ frame: begun });
    walk.branchesToStart.push(address);
    running += 1;
  }
  return { ...frame, group: { ...group, slots, running } };
}

/** Writes MapIterationStarted, …Succeeded, …Failed or …Aborted; returns the event's id. */
export function iterationEvent(
  { walk, branch, state }: Pick<ActiveState, 'walk' | 'branch' | 'state'>,
  what: string,
  index: number,
  follows: number,
): number {
  const details = { name: state.name, index };
  return record({ walk, branch }, `MapIteration${what}`, follows, `mapIteration${what}EventDetails`, details);
}

export const itemsOfGroup = (frame: Frame): readonly Json[] => {
  const items = frame.group?.items ?? frame.input;
  return Array.isArray(items) ? items : [];
};

const isBatching = ({ state }: ActiveState): boolean => state.fields.ItemBatcher !== undefined;

/** The inputs of all iterations: the items after ItemSelector, in batches if there is an ItemBatcher. */
export async function inputsOfIterations(at: MapScope, items: readonly Json[], keyed?: true): Promise<readonly Json[]> {
  const { ItemBatcher } = at.active.state.fields;
  const selected = await selectedItems(at.active, items, keyed);
  return isObject(ItemBatcher)
    ? traced(at.active, 'afterItemBatcher', await batchesOf(at, ItemBatcher, selected))
    : selected;
}

/** Throws for unsupported Maps: items and results in Amazon S3, and distributed mode outside Standard workflows. */
function refuseUnsupported({ walk, branch, state }: ActiveState): void {
  const isDistributed = state.childType !== undefined;
  const workflow = branch.child?.type ?? walk.stateMachine.type;
  const unsupported = ['ItemReader', 'ResultWriter'].find((each) => state.fields[each] !== undefined);
  if (unsupported !== undefined) refuse(unsupported);
  if (isDistributed && workflow === 'EXPRESS') refuse('ProcessorConfig.Mode DISTRIBUTED in an Express workflow');
  if (!isDistributed && state.fields.ItemBatcher !== undefined) refuse('ItemBatcher in an inline Map state');
}

function refuse(what: string): never {
  throw new StatesError('States.Runtime', `This runtime does not support ${what}.`);
}
