import { parameterReader } from '../../core/parameters/reader.ts';
import { invalidParameter } from './errors.ts';

/** SNS's wording, which only names the parameter. Throws InvalidParameter. */
export const { list, optionalMap } = parameterReader({
  values: 'form',
  emptyText: 'missing',
  broken: (name) => invalidParameter(name),
});
