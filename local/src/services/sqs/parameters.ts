import { AwsError } from '../../core/aws/aws-error.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { missingParameter } from './errors.ts';

/**
 * Readers of request members with SQS's error messages. They throw MissingParameter for a text that is missing or too
 * short.
 */
export const { requiredText, optionalMap } = parameterReader({
  values: 'form',
  emptyText: 'allowed',
  broken: (name) => missingParameter(name),
  wrongType: ({ name, wanted }) => new AwsError('SerializationException', `${name} must be a ${wanted}.`),
});
