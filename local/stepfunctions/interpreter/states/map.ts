import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import type { Scope } from '../../language/scope.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, pathField, scopeOf, withTemplate } from '../data-flow.ts';
import { causeIn, fieldFailure, StateFailure } from '../failure.ts';
import type { Address, Frame, Group, MapLimits } from '../frame.ts';
import { newFrame } from '../frame.ts';
import type { Site } from '../walk.ts';
import { innerBranch } from '../walk.ts';

/** An inline Map runs at most so many iterations at once, whatever MaxConcurrency says. */
const MAX_INLINE_CONCURRENCY = 40;

/** Map: one iteration for each item. Distributed mode is refused: it would need child executions of their own. */
export async function beginMap(site: Site): Promise<Frame> {
  refuseDistributedMode(site);
  const { walk, frame } = site;
  const scope = scopeOf(site);
  const root = site.state.jsonata ? frame.input : effectiveInput(site, scope);
  const limits = await limitsOf(site, scope, root);
  const items = await itemsOf(site, scope, root);
  const toleratedFailures = Math.max(limits.count, Math.floor((limits.percentage / 100) * items.length));
  const last = walk.emit('MapStateStarted', frame.last, 'mapStateStartedEventDetails', { length: items.length });
  const group: Group = {
    slots: [],
    length: items.length,
    running: 0,
    failures: 0,
    limits: { concurrency: limits.concurrency, toleratedFailures },
    ...(items === frame.input ? {} : { items }),
  };
  return fillMap({ ...site, frame: { ...frame, last, group } }, last);
}

/** Begins as many iterations as may run now; their MapIterationStarted follows the event `follows`. */
export async function fillMap(site: Site, follows: number): Promise<Frame> {
  const { walk, branch, state, frame } = site;
  const { group } = frame;
  const program = state.branches[0];
  if (group === undefined || program === undefined) return frame;
  const limit = group.limits?.concurrency ?? MAX_INLINE_CONCURRENCY;
  const slots = [...group.slots];
  let { running } = group;
  while (running < limit && slots.length < group.length) {
    const index = slots.length;
    const address: Address = [...branch.address, index];
    const input = await iterationInput(site, index, address);
    slots.push({ frame: newFrame(program.startAt, input, iterationEvent(site, 'Started', index, follows)) });
    walk.agenda.push(address);
    running += 1;
  }
  return { ...frame, group: { ...group, slots, running } };
}

/** MapIterationStarted, …Succeeded, …Failed, …Aborted; returns its id. */
export function iterationEvent(
  { walk, state }: Pick<Site, 'walk' | 'state'>,
  what: string,
  index: number,
  follows: number,
): number {
  return walk.emit(`MapIteration${what}`, follows, `mapIteration${what}EventDetails`, { name: state.name, index });
}

export const itemsOfGroup = (frame: Frame): readonly Json[] => {
  const items = frame.group?.items ?? frame.input;
  return Array.isArray(items) ? items : [];
};

async function iterationInput(site: Site, index: number, address: Address): Promise<Json> {
  const { branch, state, frame } = site;
  const field = state.fields.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  const selector = state.fields[field];
  const item = itemsOfGroup(frame)[index] ?? null;
  if (selector === undefined) return item;
  const { mapItem } = innerBranch(branch, frame, index, address);
  const inner = mapItem === undefined ? site : { ...site, branch: { ...branch, mapItem } };
  const scope = scopeOf(inner);
  if (state.jsonata) return evaluateJsonata(selector, scope, 'ItemSelector');
  return withTemplate(inner, scope, field, effectiveInput(inner, scope));
}

async function itemsOf(site: Site, scope: Scope, root: Json): Promise<readonly Json[]> {
  const { state, frame } = site;
  const { Items } = state.fields;
  if (!state.jsonata) {
    const path = pathField(state.fields, 'ItemsPath');
    const items = typeof path === 'string' ? readPath(path, scope, root) : root;
    if (Array.isArray(items)) return items;
    const problem = `Reference path "${path ?? '$'}" must point to array.`;
    throw new StatesError('States.Runtime', problem);
  }
  const items = Items === undefined ? root : await evaluateJsonata(Items, scope, 'Items');
  if (Array.isArray(items)) return items;
  if (Items === undefined) throw inputNotArray(site, items);
  throw itemsNotArray(site, Items, items, frame);
}

function inputNotArray({ state, frame }: Site, value: Json): StateFailure {
  const cause = causeIn(state, frame, `Map state input must be an array but was: ${JSON.stringify(value)}`);
  return new StateFailure({ error: 'States.QueryEvaluationError', cause, evaluation: { follows: 'before' } });
}

function itemsNotArray({ state }: Site, expression: Json, value: Json, frame: Frame): StateFailure {
  const type = value === null ? 'null' : typeof value;
  const shown =
    typeof expression === 'string' ? expression.replace(/^\{%\s*|\s*%\}$/g, '') : JSON.stringify(expression);
  const problem =
    `The JSONata expression '${shown}' specified for the field 'Items' returned an unexpected result type. ` +
    `Expected 'array', but was '${type}' for value: ${JSON.stringify(value)}`;
  return new StateFailure({
    error: 'States.QueryEvaluationError',
    cause: causeIn(state, frame, problem),
    evaluation: { location: 'Items', follows: 'before' },
  });
}

interface Limits {
  readonly concurrency: MapLimits['concurrency'];
  readonly count: number;
  readonly percentage: number;
}

async function limitsOf(site: Site, scope: Scope, root: Json): Promise<Limits> {
  const concurrency = await numberOf(site, scope, root, 'MaxConcurrency');
  const count = await numberOf(site, scope, root, 'ToleratedFailureCount');
  const percentage = await numberOf(site, scope, root, 'ToleratedFailurePercentage');
  const allowed = concurrency === 0 ? MAX_INLINE_CONCURRENCY : Math.min(concurrency, MAX_INLINE_CONCURRENCY);
  return { concurrency: allowed, count, percentage };
}

async function numberOf(site: Site, scope: Scope, root: Json, field: string): Promise<number> {
  const { state, frame } = site;
  const path = state.fields[`${field}Path`];
  const isPath = !state.jsonata && typeof path === 'string';
  const given = state.fields[field];
  if (!isPath && given === undefined) return 0;
  const value = isPath
    ? readPath(path, scope, root)
    : state.jsonata
      ? await evaluateJsonata(given ?? 0, scope, field)
      : given;
  const isWhole = field !== 'ToleratedFailurePercentage';
  if (typeof value === 'number' && value >= 0 && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'integer' : 'number';
  const problem = isPath
    ? `The ${field}Path field refers to value ${JSON.stringify(value)} which is not a valid ${kind}: ${path}`
    : `The ${field} field must be a valid ${kind} but was: ${JSON.stringify(value)}`;
  throw fieldFailure(state, frame, field, problem);
}

function refuseDistributedMode({ state }: Site): void {
  const processor = state.fields.ItemProcessor;
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  const isDistributed = isObject(config) && config.Mode === 'DISTRIBUTED';
  const unsupported = isDistributed
    ? 'ProcessorConfig.Mode DISTRIBUTED'
    : ['ItemReader', 'ItemBatcher', 'ResultWriter'].find((each) => state.fields[each] !== undefined);
  if (unsupported === undefined) return;
  throw new StatesError(
    'States.Runtime',
    `This runtime runs inline Map states only; it does not support ${unsupported}.`,
  );
}
