import { AwsError } from '../../core/aws/aws-error.ts';
import type { MessageAttribute } from './filter-policy.ts';

type Input = Readonly<Record<string, unknown>>;

const invalid = (message: string): AwsError => new AwsError('ParameterValueInvalid', message);

const base64 = (value: unknown): string | undefined =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (value as string | undefined);

const readAttribute = (name: string, { DataType, StringValue, BinaryValue }: Input): MessageAttribute => {
  if (typeof DataType !== 'string' || !/^(?:String|Number|Binary)(?:\.|$)/.test(DataType))
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const value = DataType.startsWith('Binary') ? base64(BinaryValue) : StringValue;
  if (value === undefined || value === null || value === '')
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  if (DataType.startsWith('Number') && !Number.isFinite(Number(value)))
    throw invalid(`Could not cast message attribute '${name}' value to number.`);
  return DataType.startsWith('Binary')
    ? { DataType, BinaryValue: String(value) }
    : { DataType, StringValue: String(value) };
};

/** Reads `MessageAttributes` of Publish. Throws ParameterValueInvalid with AWS's message. */
export const readAttributes = (value: unknown): Record<string, MessageAttribute> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, Input>).map(([name, attribute]) => [
      name,
      readAttribute(name, attribute),
    ]),
  );

/** The maximum size of a message, and of all messages of a batch. */
export const MAX_BYTES = 262_144;

type Parts = Partial<Record<keyof MessageAttribute, unknown>>;

/** Size in bytes of a message with its attributes, as a request gives them or as `readAttributes` returns them. */
export const sizeOf = (message: string, attributes: Readonly<Record<string, Parts>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(`${name}${DataType}${StringValue}${base64(BinaryValue)}`),
    Buffer.byteLength(message),
  );
