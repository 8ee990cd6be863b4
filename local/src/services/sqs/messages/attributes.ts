import { createHash } from 'node:crypto';
import { AwsError } from '../../../core/aws/aws-error.ts';
import { isMessageText } from '../../../core/aws/message-text.ts';
import type { Input } from '../../../core/parameters/input.ts';
import { invalidParameter } from '../errors.ts';
import { invalidCharacters } from './characters.ts';

/** A stored message attribute. Exactly one of the values is set; a binary value is in base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** How error messages mark an attribute of MessageAttributes; one of MessageSystemAttributes has no mark. */
type Mark = ' (user)' | '';

export type MessageAttributes = { readonly [name: string]: MessageAttribute };

const MAX_ATTRIBUTES = 10;
const MAX_NAME_LENGTH = 256;
const MAX_TYPE_LENGTH = 256;
const NAME = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]+(?<!\.)$/i;
const TYPE = /^(String|Number|Binary)(?:\.|$)/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MAX_DIGITS = 38;
/** The range of numbers: from -10^128 to 10^126 (SQS guide, "Message attribute data types"). */
const MIN_NUMBER = -1e128;
const MAX_NUMBER = 1e126;

const readBinary = (name: string, value: unknown): string | undefined => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new AwsError('SerializationException', `The BinaryValue of message attribute '${name}' must be a blob.`);
};

const readString = (name: string, value: unknown): string | undefined => {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new AwsError('SerializationException', `The StringValue of message attribute '${name}' must be a string.`);
};

const checkName = (name: string): void => {
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name))
    throw invalidParameter(
      `Message attribute name '${name}' is invalid. It must have 1 to 256 alphanumeric characters, underscores, hyphens or periods, no period at its start, at its end or after another one, and no prefix AWS. or Amazon.`,
    );
};

const checkNumber = (name: string, value: string): void => {
  const digits = value
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  const isWithin = Number(value) >= MIN_NUMBER && Number(value) <= MAX_NUMBER;
  if (!NUMBER.test(value) || !isWithin || digits.length > MAX_DIGITS)
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
};

const typeOf = (name: string, mark: Mark, { DataType: type }: Input): string => {
  if (typeof type !== 'string' || type === '')
    throw invalidParameter(`The message attribute '${name}' must contain non-empty message attribute type.`);
  if (!TYPE.test(type) || type.length > MAX_TYPE_LENGTH)
    throw invalidParameter(
      `The type of message${mark} attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  return type;
};

const readAttribute = (name: string, mark: Mark, attribute: unknown): MessageAttribute => {
  checkName(name);
  if (typeof attribute !== 'object' || attribute === null)
    throw new AwsError('SerializationException', `Message attribute '${name}' must be a structure.`);
  const given: Input = { ...attribute };
  const DataType = typeOf(name, mark, given);
  if ([given.StringListValues, given.BinaryListValues].some((list) => Array.isArray(list) && list.length > 0))
    throw new AwsError(
      'UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
    );
  const isBinary = DataType.startsWith('Binary');
  const value = isBinary ? readBinary(name, given.BinaryValue) : readString(name, given.StringValue);
  if (value === undefined || value === '')
    throw invalidParameter(
      `Message${mark} attribute '${name}' must contain a non-empty value of type '${DataType.split('.')[0]}'.`,
    );
  if (isBinary) return { DataType, BinaryValue: value };
  if (!isMessageText(value)) throw invalidCharacters();
  if (DataType.startsWith('Number')) checkNumber(name, value);
  return { DataType, StringValue: value };
};

/**
 * Reads the attributes of a message to send. Throws InvalidParameterValue, InvalidMessageContents and
 * SerializationException.
 */
export const readAttributes = (given: unknown, mark: Mark = ' (user)'): MessageAttributes => {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new AwsError('SerializationException', 'MessageAttributes must be a map.');
  const entries = Object.entries(given);
  if (entries.length > MAX_ATTRIBUTES)
    throw invalidParameter(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  return Object.fromEntries(entries.map(([name, attribute]) => [name, readAttribute(name, mark, attribute)]));
};

const bytesOf = ({ StringValue, BinaryValue = '' }: MessageAttribute): Buffer =>
  StringValue === undefined ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue);

/** Size in bytes of names, types and values; it counts towards the size limit of a message. */
export const sizeOfAttributes = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length,
    0,
  );

const STRING_VALUE = Buffer.from([1]);
const BINARY_VALUE = Buffer.from([2]);

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/**
 * MD5 hash of the attributes; undefined if there are none.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name] as MessageAttribute;
    hash.update(withLength(Buffer.from(name)));
    hash.update(withLength(Buffer.from(attribute.DataType)));
    hash.update(attribute.StringValue === undefined ? BINARY_VALUE : STRING_VALUE);
    hash.update(withLength(bytesOf(attribute)));
  }
  return hash.digest('hex');
};

const isNamed = (name: string, names: readonly string[]): boolean =>
  names.some((each) => {
    if (each === 'All' || each === name) return true;
    return each.endsWith('.*') && name.startsWith(each.slice(0, -2));
  });

/**
 * The attributes that a ReceiveMessage call requests: by name, by prefix (`bar.*` for all names that start with `bar`),
 * or all (`All`, `.*`).
 */
export const selectMessageAttributes = (attributes: MessageAttributes, names: readonly string[]): MessageAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isNamed(name, names)));
