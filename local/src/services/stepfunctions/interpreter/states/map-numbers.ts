import type { Json, JsonObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import type { Scope } from '../../language/scope.ts';
import type { MapLimits } from '../frame.ts';
import type { MapRunLimits } from '../map-run-record.ts';
import { fieldFailure } from '../state-failure.ts';
import { traced } from '../trace.ts';
import type { ActiveState } from '../walk.ts';

/** Maximum number of iterations that an inline Map runs at the same time; a higher MaxConcurrency has no effect. */
const MAX_INLINE_CONCURRENCY = 40;

/** Maximum number of child executions that a distributed Map runs at the same time. */
const MAX_DISTRIBUTED_CONCURRENCY = 10_000;

/**
 * The active state and scope in which the fields of a Map are evaluated. In a JSONPath state, `root` is the value of `$` in
 * paths.
 */
export interface MapScope {
  readonly active: ActiveState;
  readonly scope: Scope;
  readonly root: Json;
}

/** MaxConcurrency and the ToleratedFailure fields; 0 for an absent one. */
export async function givenLimits(at: MapScope): Promise<MapRunLimits> {
  const { fields } = at.active.state;
  const maxConcurrency = traced(at.active, 'maxConcurrency', (await numberOf(at, fields, 'MaxConcurrency')) ?? 0);
  const count = await numberOf(at, fields, 'ToleratedFailureCount');
  if (count !== undefined) traced(at.active, 'toleratedFailureCount', count);
  const percentage = await numberOf(at, fields, 'ToleratedFailurePercentage');
  if (percentage !== undefined) traced(at.active, 'toleratedFailurePercentage', percentage);
  return { maxConcurrency, toleratedFailureCount: count ?? 0, toleratedFailurePercentage: percentage ?? 0 };
}

/**
 * The limits that apply to this number of items. A distributed Map fails if it exceeds either of its two thresholds; a
 * threshold of 0 counts as not set.
 */
export function limitsFor({ state }: Pick<ActiveState, 'state'>, given: MapRunLimits, items: number): MapLimits {
  const isDistributed = state.childType !== undefined;
  const most = isDistributed ? MAX_DISTRIBUTED_CONCURRENCY : MAX_INLINE_CONCURRENCY;
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = given;
  const share = Math.floor((percentage * items) / 100);
  const set = [...(count > 0 ? [count] : []), ...(percentage > 0 ? [share] : [])];
  return {
    concurrency: given.maxConcurrency === 0 ? most : Math.min(given.maxConcurrency, most),
    toleratedFailures: isDistributed && set.length > 0 ? Math.min(...set) : Math.max(count, share),
  };
}

/** A numeric field of the Map or its ItemBatcher (then `place` ends in `/`): a literal, a path or JSONata. */
export async function numberOf(
  at: MapScope,
  fields: JsonObject,
  field: string,
  place = '',
): Promise<number | undefined> {
  const { state } = at.active;
  const path = fields[`${field}Path`];
  const isPath = !state.jsonata && typeof path === 'string';
  const given = fields[field];
  if (!isPath && given === undefined) return undefined;
  const value = isPath
    ? numberIn(readPath(path, at.scope, at.root))
    : state.jsonata
      ? await evaluateJsonata(given ?? 0, at.scope, `${place}${field}`)
      : given;
  const isPercentage = field === 'ToleratedFailurePercentage';
  if (isNumberOf(value, isPercentage) && value >= 0 && !(isPath && isPercentage && value > 100)) return value;
  const kind = isPercentage ? 'number' : 'integer';
  const problem = isPath
    ? pathProblem(field, path, value)
    : `The ${field} field must be a valid ${kind} but was: ${JSON.stringify(value)}`;
  throw fieldFailure(at.active, `${place}${field}`, problem);
}

/**
 * AWS accepts a string of digits as a number at the path of a `…Path` field, such as a variable with the value `"1"`.
 */
const numberIn = (value: Json): Json =>
  typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;

const isNumberOf = (value: Json | undefined, isPercentage: boolean): value is number =>
  typeof value === 'number' && (isPercentage || Number.isInteger(value));

/** AWS's message about a wrong value at the path of a `…Path` field. */
function pathProblem(field: string, path: string, value: Json | undefined): string {
  const isPercentage = field === 'ToleratedFailurePercentage';
  if (!isNumberOf(value, isPercentage)) {
    const kind = isPercentage ? 'float' : 'integer';
    return `The ${field}Path field refers to value ${JSON.stringify(value)} which is not a valid ${kind}: ${path}`;
  }
  if (isPercentage) return `${field} must be between 0.0 and 100.0`;
  return field === 'ToleratedFailureCount'
    ? `${field} cannot be negative.`
    : `Expected non-negative integer for ${field}, got '${value}' instead.`;
}
