import { assignedBy, type Handover, jsonataHandover, pathField } from '../interpreter/data-flow.ts';
import { StateFailure } from '../interpreter/failure.ts';
import type { State, StateType } from '../interpreter/program.ts';
import { evaluateChoice } from '../language/choice.ts';
import { isObject, type Json, type JsonObject } from '../language/json.ts';
import { applyPath } from '../language/json-path.ts';
import { evaluateJsonata } from '../language/jsonata.ts';
import { evaluateTemplate } from '../language/payload-template.ts';
import { applyResultPath } from '../language/reference-path.ts';
import type { Scope } from '../language/scope.ts';
import { StatesError } from '../language/states-error.ts';
import type { Configuration } from './configuration.ts';
import type { Inspection } from './inspection.ts';
import { itemsOf, noteLimits } from './map-trial.ts';
import type { Mock } from './mock.ts';

/** One state to be tried by itself. */
export interface Trial {
  readonly state: State;
  readonly scope: Scope;
  readonly mock: Mock | undefined;
  readonly configuration: Configuration;
  readonly inspection: Inspection;
  /** Does a Task's work; throws StateFailure. */
  readonly perform: (parameters: Json) => Promise<Json>;
}

export interface Passage {
  readonly output: Json;
  readonly nextState: string | undefined;
}

/** Takes the state from its input to its output. Throws StateFailure or StatesError. */
export const passThrough = (trial: Trial): Promise<Passage> => TRIALS[trial.state.type](trial);

const tryPass = async (trial: Trial): Promise<Passage> => {
  const { state, scope, inspection } = trial;
  if (state.jsonata) return leave(trial, await jsonataHandover(scope, state.fields, scope.input));
  const { Result } = state.fields;
  if (Result === undefined) return place(trial, parametersOf(trial));
  return place(trial, inspection.note('result', Result));
};

/** Wait and Succeed: what comes in goes out. */
const tryPassingOn = async (trial: Trial): Promise<Passage> => leave(trial, await passOn(trial, trial.state.fields));

const tryChoice = async (trial: Trial): Promise<Passage> => {
  const { fields } = trial.state;
  const rule = await matchingRule(trial);
  const next = rule === undefined ? fields.Default : rule.Next;
  if (typeof next !== 'string')
    throw new StatesError(
      'States.Runtime',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  return { ...leave(trial, await passOn(trial, rule ?? fields)), nextState: next };
};

const tryFail = async ({ state: { fields, jsonata }, scope }: Trial): Promise<Passage> => {
  const textOf = async (field: 'Error' | 'Cause'): Promise<string | undefined> => {
    const path = fields[`${field}Path`];
    if (!jsonata && typeof path === 'string') {
      const read = evaluateTemplate({ 'text.$': path }, scope, scope.input);
      return isObject(read) ? String(read.text) : undefined;
    }
    const value =
      jsonata && fields[field] !== undefined ? await evaluateJsonata(fields[field], scope, field) : fields[field];
    return typeof value === 'string' ? value : undefined;
  };
  throw new StateFailure({ error: await textOf('Error'), cause: await textOf('Cause') });
};

const tryTask = async (trial: Trial): Promise<Passage> => {
  const { state, inspection } = trial;
  const parameters = state.jsonata ? await argumentsOf(trial) : parametersOf(trial);
  const result = resultOf(trial) ?? (await trial.perform(parameters));
  return finish(trial, inspection.note('result', result));
};

const tryParallel = async (trial: Trial): Promise<Passage> => {
  if (trial.state.jsonata && trial.state.fields.Arguments !== undefined) await argumentsOf(trial);
  return finish(trial, resultOf(trial) ?? []);
};

const tryMap = async (trial: Trial): Promise<Passage> => {
  const items = await itemsOf(trial);
  await noteLimits(trial, items);
  return finish(trial, resultOf(trial) ?? []);
};

const TRIALS: Record<StateType, (trial: Trial) => Promise<Passage>> = {
  Choice: tryChoice,
  Fail: tryFail,
  Map: tryMap,
  Parallel: tryParallel,
  Pass: tryPass,
  Succeed: tryPassingOn,
  Task: tryTask,
  Wait: tryPassingOn,
};

/** What the mock gives for the state's work; throws the error it gives. */
const resultOf = ({ mock }: Trial): Json | undefined => {
  if (mock?.kind === 'error') throw new StateFailure({ error: mock.error, cause: mock.cause });
  return mock?.result;
};

const argumentsOf = async ({ state: { fields }, scope, inspection }: Trial): Promise<Json> =>
  inspection.note(
    'afterArguments',
    fields.Arguments === undefined ? scope.input : await evaluateJsonata(fields.Arguments, scope, 'Arguments'),
  );

/** JSONPath: the input after InputPath. */
export const effectiveInput = ({ state, scope, inspection }: Trial): Json =>
  inspection.note('afterInputPath', applyPath(pathField(state.fields, 'InputPath'), scope, scope.input));

const parametersOf = (trial: Trial): Json => {
  const { Parameters } = trial.state.fields;
  const root = effectiveInput(trial);
  const value = Parameters === undefined ? root : evaluateTemplate(Parameters, trial.scope, root);
  return trial.inspection.note('afterParameters', value);
};

/** From a state's result to its output. */
const finish = async (trial: Trial, result: Json): Promise<Passage> => {
  const { fields, jsonata } = trial.state;
  const scope = { ...trial.scope, result };
  if (jsonata) return leave(trial, await jsonataHandover(scope, fields, result));
  const selected =
    fields.ResultSelector === undefined ? result : evaluateTemplate(fields.ResultSelector, scope, result);
  return place(trial, selected);
};

/** JSONPath: ResultPath, OutputPath and Assign. */
const place = (trial: Trial, selected: Json): Passage => {
  const { state, scope, inspection } = trial;
  inspection.note('afterResultSelector', selected);
  const combined = applyResultPath(scope.input, pathField(state.fields, 'ResultPath'), selected);
  inspection.note('afterResultPath', combined);
  const output = applyPath(pathField(state.fields, 'OutputPath'), scope, combined);
  return leave(trial, { output, ...assignedBy(state.fields, scope, selected) });
};

const passOn = async (trial: Trial, fields: JsonObject): Promise<Handover> => {
  const { state, scope } = trial;
  if (state.jsonata) return jsonataHandover(scope, fields, scope.input);
  const input = effectiveInput(trial);
  const output = applyPath(pathField(state.fields, 'OutputPath'), scope, input);
  return { output, ...assignedBy(fields, scope, input) };
};

const leave = ({ state, scope, inspection }: Trial, { output, assigned }: Handover): Passage => {
  if (assigned) inspection.note('variables', { ...scope.variables, ...assigned });
  return { output, nextState: state.next };
};

const matchingRule = async (trial: Trial): Promise<JsonObject | undefined> => {
  const { state, scope } = trial;
  const rules = Array.isArray(state.fields.Choices) ? state.fields.Choices.filter(isObject) : [];
  if (!state.jsonata) {
    const root = applyPath(pathField(state.fields, 'InputPath'), scope, scope.input);
    return rules.find((rule) => evaluateChoice(rule, scope, root));
  }
  for (const [index, rule] of rules.entries())
    if ((await evaluateJsonata(rule.Condition ?? null, scope, `Choices[${index}]/Condition`)) === true) return rule;
  return undefined;
};
