import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { StatesError } from '../../language/states-error.ts';
import { mapItemOf } from '../branch.ts';
import { effectiveInput, pathField, scopeOf, withTemplate } from '../data-flow.ts';
import { causeIn, StateFailure } from '../failure.ts';
import type { Frame } from '../frame.ts';
import type { Site } from '../walk.ts';
import type { MapScope } from './map-numbers.ts';

export interface Items {
  readonly items: readonly Json[];
  /** The items are the entries of an object, which only a distributed Map takes. */
  readonly keyed?: true;
}

/** What the Map goes over: Items or ItemsPath, else its input. */
export async function itemsOf({ site, scope, root }: MapScope): Promise<Items> {
  const { state, frame } = site;
  const { Items: given } = state.fields;
  const path = state.jsonata ? undefined : pathField(state.fields, 'ItemsPath');
  const value =
    state.jsonata && given !== undefined
      ? await evaluateJsonata(given, scope, 'Items')
      : typeof path === 'string'
        ? readPath(path, scope, root)
        : root;
  if (Array.isArray(value)) return { items: value };
  if (state.childType !== undefined && isObject(value)) {
    return { items: Object.entries(value).map(([Key, Value]) => ({ Key, Value })), keyed: true };
  }
  if (!state.jsonata) throw new StatesError('States.Runtime', `Reference path "${path ?? '$'}" must point to array.`);
  if (given === undefined) throw inputNotArray(site, value);
  throw itemsNotArray(site, given, value, frame);
}

/** The item after ItemSelector (or Parameters, its older name). */
export async function selectedItem(site: Site, item: Json, index: number, keyed?: true): Promise<Json> {
  const { branch, state } = site;
  const field = state.fields.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  const selector = state.fields[field];
  if (selector === undefined) return item;
  const mapItem = keyed && isObject(item) ? { Item: { Index: index, ...item } } : mapItemOf(index, item);
  const inner = { ...site, branch: { ...branch, mapItem } };
  const scope = scopeOf(inner);
  if (state.jsonata) return evaluateJsonata(selector, scope, 'ItemSelector');
  return withTemplate(inner, scope, field, effectiveInput(inner, scope));
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
