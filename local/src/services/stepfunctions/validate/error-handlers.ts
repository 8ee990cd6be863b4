import type { Json } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { assign } from './assign.ts';
import type { Diagnostic } from './diagnostic.ts';
import { refuseOtherFields, requireFields, schemaError } from './diagnostic.ts';
import { languageProblems } from './language-rules.ts';
import type { Check, Place } from './place.ts';
import { at } from './place.ts';
import { anything, integer, number, oneOf, ownReferencePathOrNull, plainText } from './values.ts';

/** Upper bound of MaxDelaySeconds: 366 days. */
const MAX_DELAY_SECONDS = 31_622_400;

const RETRIER: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['ErrorEquals', errorNames],
  ['IntervalSeconds', integer(1)],
  ['MaxAttempts', integer(0)],
  ['BackoffRate', number(1)],
  ['MaxDelaySeconds', integer(1, MAX_DELAY_SECONDS)],
  ['JitterStrategy', oneOf(['FULL', 'NONE'])],
  ['Comment', plainText],
]);

const CATCHER: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['ErrorEquals', errorNames],
  ['Next', plainText],
  ['ResultPath', ownReferencePathOrNull],
  ['Output', withErrorOutput(anything)],
  ['Assign', withErrorOutput(assign)],
  ['Comment', plainText],
]);

function withErrorOutput(check: Check): Check {
  return (value, place) => check(value, { ...place, inCatch: true });
}

export const retry: Check = handlers(RETRIER, ['ErrorEquals']);
export const catchers: Check = handlers(CATCHER, ['ErrorEquals', 'Next']);

function handlers(fields: ReadonlyMap<string, Check>, required: readonly string[]): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return [schemaError(place.location, 'Expected value of type [ARRAY]')];
    return value.flatMap((item: Json, index) => [
      ...handlerProblems(item, at(place, index), fields, required),
      ...catchAllProblems(item, index === value.length - 1, at(place, index)),
    ]);
  };
}

function handlerProblems(
  item: Json,
  place: Place,
  fields: ReadonlyMap<string, Check>,
  required: readonly string[],
): Diagnostic[] {
  if (!isObject(item)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  return [
    ...requireFields(item, required, place.location),
    ...refuseOtherFields(item, new Set(fields.keys()), place.location),
    ...languageProblems(item, place),
    ...Object.entries(item).flatMap(([field, value]) => fields.get(field)?.(value, at(place, field)) ?? []),
  ];
}

/** The diagnostic if States.ALL is not the only name of its list, or not in the last handler. */
function catchAllProblems(item: Json, isLast: boolean, place: Place): Diagnostic[] {
  const names = errorNamesOf(item);
  const index = names.indexOf('States.ALL');
  if (index < 0 || (isLast && names.length === 1)) return [];
  const location = at(at(place, 'ErrorEquals'), index).location;
  return [schemaError(location, 'States.ALL must appear alone and at end of list')];
}

const errorNamesOf = (item: Json): readonly Json[] => {
  const names = isObject(item) ? item.ErrorEquals : undefined;
  return Array.isArray(names) ? names : [];
};

function errorNames(value: Json, place: Place): Diagnostic[] {
  if (!Array.isArray(value)) return [schemaError(place.location, 'Expected value of type [ARRAY]')];
  if (value.length === 0) return [schemaError(place.location, 'The list must not be empty')];
  return value.flatMap((name: Json, index) => plainText(name, at(place, index)));
}
