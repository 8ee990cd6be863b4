import { isObject } from '../language/json.ts';
import { schemaError } from './diagnostic.ts';
import type { Check } from './place.ts';
import { template } from './values.ts';

const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const MAX_NAME_LENGTH = 80;

/** Checks Assign: an object whose keys are variable names. The name `states` is reserved. */
export const assign: Check = (value, place) => {
  if (!isObject(value)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const wrong = Object.keys(value).filter((key) => !isVariableName(key.replace(/\.\$$/, '')));
  return [
    ...wrong.map((key) => schemaError(place.location, `Variable name '${key}' is not valid`)),
    ...template(value, place),
  ];
};

const isVariableName = (name: string): boolean =>
  name !== 'states' && name.length <= MAX_NAME_LENGTH && VARIABLE_NAME.test(name);
