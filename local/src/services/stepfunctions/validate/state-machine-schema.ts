import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { refuseOtherFields, requireFields, schemaError } from './diagnostic.ts';
import { languageProblems } from './language-rules.ts';
import type { Place, QueryLanguage } from './place.ts';
import { at } from './place.ts';
import { FIELD_CHECKS } from './state-fields.ts';
import type { StateType } from './state-types.ts';
import { STATE_TYPES } from './state-types.ts';
import { integer, oneOf, plainText } from './values.ts';

const MAX_NAME_LENGTH = 80;
const MACHINE_FIELDS: ReadonlySet<string> = new Set([
  'Comment',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
  'QueryLanguage',
]);
const BRANCH_FIELDS: ReadonlySet<string> = new Set(['Comment', 'StartAt', 'States']);
const PROCESSOR_FIELDS: ReadonlySet<string> = new Set([...BRANCH_FIELDS, 'ProcessorConfig']);

/** Schema violations in a whole definition. */
export function stateMachineProblems(definition: JsonObject, place: Place): Diagnostic[] {
  const { TimeoutSeconds: timeout, QueryLanguage: language, Version: version } = definition;
  return [
    ...requireFields(definition, ['States', 'StartAt'], place.location),
    ...refuseOtherFields(definition, MACHINE_FIELDS, place.location),
    ...(timeout === undefined ? [] : integer(1)(timeout, at(place, 'TimeoutSeconds'))),
    ...(language === undefined ? [] : oneOf(['JSONPath', 'JSONata'])(language, at(place, 'QueryLanguage'))),
    ...(version === undefined ? [] : plainText(version, at(place, 'Version'))),
    ...startAndStates(definition, place),
  ];
}

/** The query language of a QueryLanguage field: AWS treats every value except 'JSONPath' as JSONata. */
export function languageOf(value: Json | undefined, otherwise: QueryLanguage): QueryLanguage {
  if (value === undefined) return otherwise;
  return value === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function startAndStates(container: JsonObject, place: Place): Diagnostic[] {
  const { StartAt: start, States: states } = container;
  return [
    ...(start === undefined ? [] : plainText(start, at(place, 'StartAt'))),
    ...(states === undefined ? [] : statesProblems(states, at(place, 'States'))),
  ];
}

function statesProblems(states: Json, place: Place): Diagnostic[] {
  if (!isObject(states)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  if (Object.keys(states).length === 0) return [schemaError(place.location, 'At least one state is required')];
  return Object.entries(states).flatMap(([name, state]) => [
    ...nameProblems(name, at(place, name)),
    ...stateProblems(state, at(place, name)),
  ]);
}

function nameProblems(name: string, place: Place): Diagnostic[] {
  if (name.length >= 1 && name.length <= MAX_NAME_LENGTH) return [];
  const message = `State name must have 1 to ${MAX_NAME_LENGTH} characters`;
  return [{ severity: 'ERROR', code: 'INVALID_STATE_NAME', message, location: place.location }];
}

/** Schema violations in one state. */
export function stateProblems(state: Json, outer: Place): Diagnostic[] {
  if (!isObject(state)) return [schemaError(outer.location, 'Expected value of type [OBJECT]')];
  const place: Place = { ...outer, language: languageOf(state.QueryLanguage, outer.stateMachine.language) };
  const { Type: name } = state;
  if (name === undefined) return requireFields(state, ['Type'], place.location);
  const type = typeof name === 'string' ? STATE_TYPES.get(name) : undefined;
  if (type === undefined) return [unknownType(at(place, 'Type'))];
  return [
    ...requireFields(state, type.required, place.location),
    ...refuseOtherFields(state, type.fields, place.location),
    ...languageOrOverrideProblems(state, place),
    ...groupProblems(state, type, place),
    ...Object.entries(state).flatMap(([field, value]) =>
      type.fields.has(field) ? fieldProblems(field, value, at(place, field)) : [],
    ),
  ];
}

const unknownType = (place: Place): Diagnostic =>
  schemaError(
    place.location,
    `The field 'Type' should have one of these values: [${[...STATE_TYPES.keys()].join(', ')}]`,
  );

/**
 * Diagnostics about a state's query language: a field that belongs to the other language, or a language that the state
 * machine does not allow.
 */
function languageOrOverrideProblems(state: JsonObject, place: Place): Diagnostic[] {
  const override = overrideProblems(state, place);
  return override.length > 0 ? override : languageProblems(state, place);
}

function overrideProblems(state: JsonObject, place: Place): Diagnostic[] {
  if (place.stateMachine.language !== 'JSONata' || state.QueryLanguage !== 'JSONPath') return [];
  const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
  return [schemaError(place.location, message)];
}

function groupProblems(state: JsonObject, type: StateType, place: Place): Diagnostic[] {
  const present = (fields: readonly string[]): readonly string[] =>
    fields.filter((field) => state[field] !== undefined);
  const tooMany = type.exclusive.filter((fields) => present(fields).length > 1);
  const missing = type.oneNeeded.filter((fields) => present(fields).length === 0);
  return [
    ...tooMany.map((fields) =>
      schemaError(place.location, `There should only be one of the following fields: [${present(fields).join(', ')}]`),
    ),
    ...missing.map((fields) =>
      schemaError(place.location, `There should be one of the following fields: [${fields.join(', ')}]`),
    ),
  ];
}

function fieldProblems(field: string, value: Json, place: Place): Diagnostic[] {
  if (field === 'Branches') return branchesProblems(value, place);
  if (field === 'ItemProcessor' || field === 'Iterator') return containerProblems(value, place, PROCESSOR_FIELDS);
  return FIELD_CHECKS.get(field)?.(value, place) ?? [];
}

function branchesProblems(value: Json, place: Place): Diagnostic[] {
  if (!Array.isArray(value)) return [schemaError(place.location, 'Expected value of type [ARRAY]')];
  if (value.length === 0) return [schemaError(place.location, 'The list must not be empty')];
  return value.flatMap((branch: Json, index) => containerProblems(branch, at(place, index), BRANCH_FIELDS));
}

function containerProblems(value: Json, place: Place, fields: ReadonlySet<string>): Diagnostic[] {
  if (!isObject(value)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  return [
    ...requireFields(value, ['States', 'StartAt'], place.location),
    ...refuseOtherFields(value, fields, place.location),
    ...configProblems(value.ProcessorConfig, at(place, 'ProcessorConfig')),
    ...startAndStates(value, place),
  ];
}

function configProblems(config: Json | undefined, place: Place): Diagnostic[] {
  if (config === undefined) return [];
  if (!isObject(config)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const { Mode: mode, ExecutionType: type } = config;
  return [
    ...(mode === undefined ? [] : oneOf(['INLINE', 'DISTRIBUTED'])(mode, at(place, 'Mode'))),
    ...(type === undefined ? [] : oneOf(['STANDARD', 'EXPRESS'])(type, at(place, 'ExecutionType'))),
  ];
}
