import { parameterReader } from '../../core/parameters/reader.ts';
import { invalid } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Reads parameters with the messages of Cognito. Throws InvalidParameterException. */
export const { optionalText, requiredText, textList, optionalNumber, flag, object, objectList } = parameterReader({
  values: 'template',
  emptyText: 'missing',
  broken: (name, _value, requirement) => invalid(`${name} must ${requirement}.`),
  missing: (name) => invalid(`Missing required parameter ${name}.`),
  types: { structure: 'be an object', 'list of structures': 'be a list of objects' },
});
