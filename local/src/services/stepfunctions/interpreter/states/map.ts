import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, scopeOf } from '../data-flow.ts';
import type { Address, Frame, Group } from '../frame.ts';
import { newFrame } from '../frame.ts';
import { newChild, startMapRun } from '../map-run.ts';
import type { Site } from '../walk.ts';
import { record } from '../walk.ts';
import { batchesOf } from './item-batcher.ts';
import { itemsOf, selectedItem } from './map-items.ts';
import type { MapScope } from './map-numbers.ts';
import { givenLimits, limitsFor } from './map-numbers.ts';

/** Map: one iteration for each item, or in distributed mode one child execution for each item or batch of items. */
export async function beginMap(site: Site): Promise<Frame> {
  refuseUnsupported(site);
  const { frame, state } = site;
  const scope = scopeOf(site);
  const at = { site, scope, root: state.jsonata ? frame.input : effectiveInput(site, scope) };
  const given = await givenLimits(at);
  const { items, ...keyed } = await itemsOf(at);
  const inputs = await batched(at, items, keyed.keyed);
  const length = items.length;
  const started = record(site, 'MapStateStarted', frame.last, 'mapStateStartedEventDetails', { length });
  const group: Group = {
    slots: [],
    length: inputs.length,
    running: 0,
    failures: 0,
    limits: limitsFor(site, given, length),
    ...(inputs === frame.input ? {} : { items: inputs }),
    ...keyed,
  };
  if (state.childType === undefined) return { ...frame, last: started, group };
  const { mapRun, last } = startMapRun({ ...site, frame: { ...frame, last: started } });
  return { ...frame, last, group: { ...group, mapRun } };
}

/** Begins as many iterations as may run now; their MapIterationStarted follows the event `follows`. */
export async function fillMap(site: Site, follows: number): Promise<Frame> {
  const { walk, branch, state, frame } = site;
  const { group } = frame;
  const program = state.branches[0];
  if (group?.limits === undefined || program === undefined) return frame;
  const slots = [...group.slots];
  let { running } = group;
  while (running < group.limits.concurrency && slots.length < group.length) {
    const index = slots.length;
    const address: Address = [...branch.address, index];
    const item = itemsOfGroup(frame)[index] ?? null;
    const input = isBatching(site) ? item : await selectedItem(site, item, index, group.keyed);
    const begun =
      group.mapRun === undefined
        ? newFrame(program.startAt, input, iterationEvent(site, 'Started', index, follows))
        : newChild(program.startAt, input, walk.surroundings.nowMs);
    slots.push({ frame: begun });
    walk.agenda.push(address);
    running += 1;
  }
  return { ...frame, group: { ...group, slots, running } };
}

/** MapIterationStarted, …Succeeded, …Failed, …Aborted; returns its id. */
export function iterationEvent(
  { walk, branch, state }: Pick<Site, 'walk' | 'branch' | 'state'>,
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

const isBatching = ({ state }: Site): boolean => state.fields.ItemBatcher !== undefined;

/** The inputs of the child executions where ItemBatcher makes them; it batches what ItemSelector has made of the items. */
async function batched(at: MapScope, items: readonly Json[], keyed?: true): Promise<readonly Json[]> {
  const { ItemBatcher } = at.site.state.fields;
  if (!isObject(ItemBatcher)) return items;
  const selected: Json[] = [];
  for (const [index, item] of items.entries()) selected.push(await selectedItem(at.site, item, index, keyed));
  return batchesOf(at, ItemBatcher, selected);
}

/** Items and results in Amazon S3 are not supported; the rest is for Standard workflows and distributed mode only. */
function refuseUnsupported({ walk, branch, state }: Site): void {
  const isDistributed = state.childType !== undefined;
  const workflow = branch.child?.type ?? walk.machine.type;
  const unsupported = ['ItemReader', 'ResultWriter'].find((each) => state.fields[each] !== undefined);
  if (unsupported !== undefined) refuse(unsupported);
  if (isDistributed && workflow === 'EXPRESS') refuse('ProcessorConfig.Mode DISTRIBUTED in an Express workflow');
  if (!isDistributed && state.fields.ItemBatcher !== undefined) refuse('ItemBatcher in an inline Map state');
}

function refuse(what: string): never {
  throw new StatesError('States.Runtime', `This runtime does not support ${what}.`);
}
