import { parameterReader } from '../../core/parameters/reader.ts';
import { invalidParameter } from './errors.ts';

/**
 * Readers of request members with SNS's error message, which contains only the parameter's name. They throw
 * InvalidParameter.
 */
export const { list, objectList, optionalMap } = parameterReader({
  values: 'form',
  emptyText: 'missing',
  broken: (name) => invalidParameter(name),
});
