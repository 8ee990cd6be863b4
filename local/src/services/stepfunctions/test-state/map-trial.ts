import { pathField } from '../interpreter/data-flow.ts';
import { StateFailure } from '../interpreter/failure.ts';
import type { Json } from '../language/json.ts';
import { readPath } from '../language/json-path.ts';
import { evaluateJsonata } from '../language/jsonata.ts';
import { evaluateTemplate } from '../language/payload-template.ts';
import { StatesError } from '../language/states-error.ts';
import { effectiveInput, type Trial } from './trial.ts';

/** The items of a Map, from its input or from what its reader is supposed to read. */
export const itemsOf = async (trial: Trial): Promise<readonly Json[]> => {
  const { state, scope, configuration } = trial;
  const { mapItemReaderData } = configuration;
  const items = mapItemReaderData ?? (state.jsonata ? await jsonataItems(trial) : pathItems(trial));
  if (!Array.isArray(items)) throw notArray(trial, items);
  const selector = state.fields.ItemSelector ?? state.fields.Parameters;
  if (selector !== undefined) await noteSelected(trial, selector, items);
  return items;

  async function noteSelected({ inspection }: Trial, template: Json, all: readonly Json[]): Promise<void> {
    const selected = all.map((Value, Index) => {
      const inner = { ...scope, context: { ...scope.context, Map: { Item: { Index, Value } } } };
      return state.jsonata
        ? evaluateJsonata(template, inner, 'ItemSelector')
        : evaluateTemplate(template, inner, scope.input);
    });
    inspection.note('afterItemSelector', await Promise.all(selected));
  }
};

/** Notes the Map's limits; throws States.ExceedToleratedFailureThreshold when more iterations failed than they allow. */
export const noteLimits = async (trial: Trial, items: readonly Json[]): Promise<void> => {
  const { inspection, configuration } = trial;
  inspection.noteNumber('maxConcurrency', (await limitOf(trial, 'MaxConcurrency')) ?? 0);
  const count = await limitOf(trial, 'ToleratedFailureCount');
  const percentage = await limitOf(trial, 'ToleratedFailurePercentage');
  if (count !== undefined) inspection.noteNumber('toleratedFailureCount', count);
  if (percentage !== undefined) inspection.noteNumber('toleratedFailurePercentage', percentage);
  const failures = configuration.mapIterationFailureCount;
  const failedPercentage = items.length === 0 ? 0 : (100 * failures) / items.length;
  if (failures > (count ?? Infinity) || failedPercentage > (percentage ?? Infinity))
    throw new StateFailure({
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
};

const jsonataItems = async ({ state: { fields }, scope }: Trial): Promise<Json> =>
  fields.Items === undefined ? scope.input : evaluateJsonata(fields.Items, scope, 'Items');

const pathItems = (trial: Trial): Json => {
  const root = effectiveInput(trial);
  const path = pathField(trial.state.fields, 'ItemsPath');
  const items = typeof path === 'string' ? readPath(path, trial.scope, root) : root;
  return Array.isArray(items) ? trial.inspection.note('afterItemsPath', items) : items;
};

const notArray = ({ state }: Trial, items: Json): Error => {
  if (state.jsonata)
    return new StatesError(
      'States.QueryEvaluationError',
      `The Items field must be an array but was: ${JSON.stringify(items)}`,
    );
  const path = pathField(state.fields, 'ItemsPath') ?? '$';
  return new StatesError('States.Runtime', `Reference path "${path.replace(/^\$\$/, '$')}" must point to array.`);
};

const limitOf = async ({ state: { fields, jsonata }, scope }: Trial, field: string): Promise<number | undefined> => {
  const path = fields[`${field}Path`];
  const given = fields[field];
  let value = given;
  if (!jsonata && typeof path === 'string') value = readPath(path, scope, scope.input);
  else if (jsonata && given !== undefined) value = await evaluateJsonata(given, scope, field);
  if (value === undefined || typeof value === 'number') return value;
  throw new StatesError('States.Runtime', `The ${field} field must be a number but was: ${JSON.stringify(value)}`);
};
