import { isObject } from '../language/json.ts';
import { schemaError } from './diagnostic.ts';
import type { Check } from './place.ts';
import { template } from './values.ts';

/** Credentials of a Task: the role to assume, as a constant or an expression. */
export const credentials: Check = (value, place) => {
  if (!isObject(value)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const hasRole = value.RoleArn !== undefined || (place.language === 'JSONPath' && value['RoleArn.$'] !== undefined);
  const missing = hasRole ? [] : [schemaError(place.location, "The field 'RoleArn' is required but was missing")];
  return [...missing, ...template(value, place)];
};
