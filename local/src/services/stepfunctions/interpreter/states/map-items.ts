import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { StatesError } from '../../language/states-error.ts';
import { mapItemOf } from '../branch.ts';
import { effectiveInput, pathField, scopeOf, withTemplate } from '../data-flow.ts';
import { causeIn, StateFailure } from '../state-failure.ts';
import { traced } from '../trace.ts';
import type { ActiveState } from '../walk.ts';
import type { MapScope } from './map-numbers.ts';

export interface Items {
  readonly items: readonly Json[];
  /** Set if the items are the entries of an object; only a distributed Map accepts one. */
  readonly keyed?: true;
}

/**
 * The items of the Map: the data that TestState gives for ItemReader, else Items or ItemsPath, else the state's input.
 */
export async function itemsOf(at: MapScope): Promise<Items> {
  const { active } = at;
  const { state, walk } = active;
  const itemReaderData = walk.stateMachine.isolation?.itemReaderData;
  const value = itemReaderData ?? (state.jsonata ? await jsonataItems(at) : pathItems(at));
  if (Array.isArray(value)) return { items: value };
  if (state.childType !== undefined && isObject(value)) {
    return { items: Object.entries(value).map(([Key, Value]) => ({ Key, Value })), keyed: true };
  }
  throw notArray(active, value);
}

const jsonataItems = async ({ active: { state }, scope, root }: MapScope): Promise<Json> =>
  state.fields.Items === undefined ? root : evaluateJsonata(state.fields.Items, scope, 'Items');

function pathItems({ active, scope, root }: MapScope): Json {
  const path = pathField(active.state.fields, 'ItemsPath');
  const value = typeof path === 'string' ? readPath(path, scope, root) : root;
  return Array.isArray(value) ? traced(active, 'afterItemsPath', value) : value;
}

/** All items after ItemSelector. */
export async function selectedItems(
  active: ActiveState,
  items: readonly Json[],
  keyed?: true,
): Promise<readonly Json[]> {
  const { ItemSelector, Parameters } = active.state.fields;
  if (ItemSelector === undefined && Parameters === undefined) return items;
  const selected: Json[] = [];
  for (const [index, item] of items.entries()) selected.push(await selectedItem(active, item, index, keyed));
  return traced(active, 'afterItemSelector', selected);
}

/** The item after ItemSelector (or Parameters, its older name). */
export async function selectedItem(active: ActiveState, item: Json, index: number, keyed?: true): Promise<Json> {
  const { branch, state } = active;
  const field = state.fields.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  const selector = state.fields[field];
  if (selector === undefined) return item;
  const mapItem = keyed && isObject(item) ? { Item: { Index: index, ...item } } : mapItemOf(index, item);
  const inner = { ...active, branch: { ...branch, mapItem } };
  const scope = scopeOf(inner);
  if (state.jsonata) return evaluateJsonata(selector, scope, 'ItemSelector');
  return withTemplate(inner, scope, field, effectiveInput(inner, scope));
}

function notArray(active: ActiveState, value: Json): Error {
  const { fields, jsonata } = active.state;
  if (jsonata)
    return fields.Items === undefined ? inputNotArray(active, value) : itemsNotArray(active, fields.Items, value);
  // AWS shows a path into the context object (`$$.…`) with one `$` in its messages.
  const path = (pathField(fields, 'ItemsPath') ?? '$').replace(/^\$\$/, '$');
  return new StatesError('States.Runtime', `Reference path "${path}" must point to array.`);
}

function inputNotArray(active: ActiveState, value: Json): StateFailure {
  const cause = causeIn(active, `Map state input must be an array but was: ${JSON.stringify(value)}`);
  return new StateFailure({ error: 'States.QueryEvaluationError', cause, evaluation: { follows: 'before' } });
}

function itemsNotArray(active: ActiveState, expression: Json, value: Json): StateFailure {
  const type = value === null ? 'null' : typeof value;
  const shown =
    typeof expression === 'string' ? expression.replace(/^\{%\s*|\s*%\}$/g, '') : JSON.stringify(expression);
  const problem =
    `The JSONata expression '${shown}' specified for the field 'Items' returned an unexpected result type. ` +
    `Expected 'array', but was '${type}' for value: ${JSON.stringify(value)}`;
  return new StateFailure({
    error: 'States.QueryEvaluationError',
    cause: causeIn(active, problem),
    evaluation: { location: 'Items', follows: 'before' },
  });
}
