import { parameterReader } from '../../core/parameters/reader.ts';
import { invalid } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of parameters with the error messages of Cognito. They throw InvalidParameterException. */
export const { optionalText, requiredText, textList, optionalNumber, flag, object, objectList } = parameterReader({
  values: 'template',
  emptyText: 'missing',
  broken: (name, _value, requirement) => invalid(`${name} must ${requirement}.`),
  missing: (name) => invalid(`Missing required parameter ${name}.`),
  types: { structure: 'be an object', 'list of structures': 'be a list of objects' },
});
