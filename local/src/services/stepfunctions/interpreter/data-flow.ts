import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { applyPath } from '../language/json-path.ts';
import { evaluateJsonata } from '../language/jsonata.ts';
import { evaluateTemplate } from '../language/payload-template.ts';
import { applyResultPath } from '../language/reference-path.ts';
import type { Scope } from '../language/scope.ts';
import { childContext } from './map-run.ts';
import { traced } from './trace.ts';
import type { ActiveState } from './walk.ts';

/** The output and variables of a state at its end. */
export interface Handover {
  readonly output: Json;
  /** Variables that the state assigns. */
  readonly assigned?: JsonObject;
}

const RETRYING_TYPES: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/**
 * The scope of the state's expressions. `token` is the task's token; `result` and `errorOutput` are set only if the
 * state has them.
 */
export function scopeOf(active: ActiveState, more: { result?: Json; errorOutput?: Json; token?: string } = {}): Scope {
  const { walk, branch, frame } = active;
  const { token, ...data } = more;
  const { nowMs, random } = walk.surroundings;
  const variables = frame.variables === undefined ? branch.outer : { ...branch.outer, ...frame.variables };
  return { input: frame.input, context: contextOf(active, token), variables, ...data, nowMs, random };
}

function contextOf({ walk, branch, state, frame }: ActiveState, token: string | undefined): JsonObject {
  const mapItem = branch.mapItem === undefined ? {} : { Map: branch.mapItem };
  const given = walk.stateMachine.isolation?.context;
  if (given !== undefined) return { ...given, ...mapItem };
  const retryCount = (frame.retries ?? []).reduce((sum, each) => sum + each, 0);
  return {
    ...(branch.child === undefined ? walk.sharedContext() : childContext(walk, branch.child)),
    State: {
      Name: state.name,
      EnteredTime: new Date(frame.enteredMs).toISOString(),
      ...(RETRYING_TYPES.has(state.type) ? { RetryCount: retryCount } : {}),
    },
    ...mapItem,
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

/** The value of a path field of a JSONPath state: a string, null, or undefined if the field is absent. */
export function pathField(fields: JsonObject, name: string): string | null | undefined {
  const value = fields[name];
  return typeof value === 'string' || value === null ? value : undefined;
}

/** In JSONPath: the state's input after InputPath. */
export const effectiveInput = (active: ActiveState, scope: Scope): Json =>
  traced(active, 'afterInputPath', applyPath(pathField(active.state.fields, 'InputPath'), scope, active.frame.input));

/** The input of the state's work. In JSONPath it is `root` after Parameters, in JSONata the value of Arguments. */
export async function workInput(active: ActiveState, scope: Scope, root: Json): Promise<Json> {
  const { fields, jsonata } = active.state;
  if (!jsonata) return traced(active, 'afterParameters', withTemplate(active, scope, 'Parameters', root));
  const value = fields.Arguments === undefined ? root : await evaluateJsonata(fields.Arguments, scope, 'Arguments');
  return traced(active, 'afterArguments', value);
}

/** In JSONPath: the effective input after Parameters (or another template field). */
export function withTemplate(active: ActiveState, scope: Scope, field: string, root: Json): Json {
  const template = active.state.fields[field];
  return template === undefined ? root : evaluateTemplate(template, scope, root);
}

/** The handover of a state without a result (Choice, Wait, Succeed). Its input becomes the output. */
export async function passOn(active: ActiveState, fields: JsonObject = active.state.fields): Promise<Handover> {
  const scope = scopeOf(active);
  if (active.state.jsonata) return jsonataHandover(scope, fields, active.frame.input);
  const input = effectiveInput(active, scope);
  return {
    output: applyPath(pathField(active.state.fields, 'OutputPath'), scope, input),
    ...assignedBy(fields, scope, input),
  };
}

/** The handover of a state with a result (Task, Parallel, Map). */
export async function handOverResult(active: ActiveState, result: Json, token?: string): Promise<Handover> {
  traced(active, 'result', result);
  const scope = scopeOf(active, { result, ...(token === undefined ? {} : { token }) });
  if (active.state.jsonata) return jsonataHandover(scope, active.state.fields, result);
  const selected = withTemplate(active, scope, 'ResultSelector', result);
  return { output: placeResult(active, scope, selected), ...assignedBy(active.state.fields, scope, result) };
}

/** In JSONPath: applies ResultPath, then OutputPath, to the result after ResultSelector. */
export function placeResult(active: ActiveState, scope: Scope, selected: Json): Json {
  const { fields } = active.state;
  traced(active, 'afterResultSelector', selected);
  const combined = applyResultPath(active.frame.input, pathField(fields, 'ResultPath'), selected);
  return applyPath(pathField(fields, 'OutputPath'), scope, traced(active, 'afterResultPath', combined));
}

/**
 * In JSONata: evaluates Output and Assign of a state, Choice rule or Catch. `otherwise` is the output if there is no
 * Output field.
 */
export async function jsonataHandover(
  scope: Scope,
  fields: JsonObject,
  otherwise: Json,
  place = '',
): Promise<Handover> {
  const output =
    fields.Output === undefined ? otherwise : await evaluateJsonata(fields.Output, scope, `${place}Output`);
  if (fields.Assign === undefined) return { output };
  const assigned = await evaluateJsonata(fields.Assign, scope, `${place}Assign`);
  return isObject(assigned) ? { output, assigned } : { output };
}

/** In JSONPath: evaluates the Assign of a state, Choice rule or Catch. `root` is the value of `$` in its paths. */
export function assignedBy(fields: JsonObject, scope: Scope, root: Json): { assigned?: JsonObject } {
  if (fields.Assign === undefined) return {};
  const assigned = evaluateTemplate(fields.Assign, scope, root);
  return isObject(assigned) ? { assigned } : {};
}
