import { AwsError } from '../../core/aws/aws-error.ts';
import type { Input } from '../../core/parameters/input.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { invalidValue, missingParameter } from './errors.ts';

const SERIALIZATION = 'SerializationException';

/**
 * Readers of request members with SQS's error messages. They throw MissingParameter for a string that is missing or too
 * short, and SerializationException for a value of a wrong type.
 */
const reader = parameterReader({
  values: 'template',
  emptyText: 'allowed',
  broken: (name) => missingParameter(name),
  missing: (name) => missingParameter(name),
  wrongType: ({ name, wanted }) => new AwsError(SERIALIZATION, `${name} must be a ${wanted}.`),
});

export const { requiredText, optionalMap, objectList, textList } = reader;

/** A non-empty string; undefined if it is missing or empty. */
export const textOf = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new AwsError(SERIALIZATION, `${name} must be a string.`);
  return value;
};

interface Limits {
  readonly min: number;
  readonly max: number;
  /** AWS's message for a value outside the limits. */
  readonly reason: string;
}

/** An integer within the limits; undefined if it is missing. Throws InvalidParameterValue. */
export const integerWithin = (input: Input, name: string, { min, max, reason }: Limits): number | undefined => {
  const value = reader.optionalInteger(input, name);
  if (value !== undefined && (value < min || value > max)) throw invalidValue(name, value, reason);
  return value;
};
