import type { Json, JsonObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import type { Scope } from '../../language/scope.ts';
import { fieldFailure } from '../failure.ts';
import type { MapLimits } from '../frame.ts';
import type { Site } from '../walk.ts';

/** An inline Map runs at most so many iterations at once, whatever MaxConcurrency says. */
const MAX_INLINE_CONCURRENCY = 40;

/** A distributed Map runs at most so many child executions at once. */
const MAX_DISTRIBUTED_CONCURRENCY = 10_000;

/** Where the fields of a Map are evaluated; `root` is what paths of a JSONPath state start from. */
export interface MapScope {
  readonly site: Site;
  readonly scope: Scope;
  readonly root: Json;
}

interface GivenLimits {
  readonly concurrency: number;
  readonly count: number;
  readonly percentage: number;
}

/** MaxConcurrency and the ToleratedFailure fields, as given; 0 where they are not. */
export async function givenLimits(at: MapScope): Promise<GivenLimits> {
  const { fields } = at.site.state;
  return {
    concurrency: await numberOf(at, fields, 'MaxConcurrency'),
    count: await numberOf(at, fields, 'ToleratedFailureCount'),
    percentage: await numberOf(at, fields, 'ToleratedFailurePercentage'),
  };
}

/**
 * What the given limits mean for so many items. Of a distributed Map's two thresholds, exceeding either is too much;
 * one that is 0 counts as not set.
 */
export function limitsFor({ state }: Site, given: GivenLimits, items: number): MapLimits {
  const isDistributed = state.childType !== undefined;
  const most = isDistributed ? MAX_DISTRIBUTED_CONCURRENCY : MAX_INLINE_CONCURRENCY;
  const share = Math.floor((given.percentage * items) / 100);
  const set = [...(given.count > 0 ? [given.count] : []), ...(given.percentage > 0 ? [share] : [])];
  return {
    concurrency: given.concurrency === 0 ? most : Math.min(given.concurrency, most),
    toleratedFailures: isDistributed && set.length > 0 ? Math.min(...set) : Math.max(given.count, share),
  };
}

/** A number of the Map or its ItemBatcher (`place` ends in `/`), given as such, by path or by JSONata; else 0. */
export async function numberOf(at: MapScope, fields: JsonObject, field: string, place = ''): Promise<number> {
  const { state, frame } = at.site;
  const path = fields[`${field}Path`];
  const isPath = !state.jsonata && typeof path === 'string';
  const given = fields[field];
  if (!isPath && given === undefined) return 0;
  const value = isPath
    ? readPath(path, at.scope, at.root)
    : state.jsonata
      ? await evaluateJsonata(given ?? 0, at.scope, `${place}${field}`)
      : given;
  const isWhole = field !== 'ToleratedFailurePercentage';
  if (typeof value === 'number' && value >= 0 && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'integer' : 'number';
  const problem = isPath
    ? `The ${field}Path field refers to value ${JSON.stringify(value)} which is not a valid ${kind}: ${path}`
    : `The ${field} field must be a valid ${kind} but was: ${JSON.stringify(value)}`;
  throw fieldFailure(state, frame, `${place}${field}`, problem);
}
