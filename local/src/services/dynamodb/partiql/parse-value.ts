import { validationError } from '../../../core/aws/aws-error.ts';
import { validations } from '../dynalite-internals.ts';
import { type AttributeValue, typeOf } from '../expressions/scope.ts';
import { errorAt, malformed } from './statement-error.ts';
import type { TokenReader } from './token-reader.ts';

/** Returns the value of a parameter by its position in the statement, counted from 0. */
export type ParameterOf = (position: number) => AttributeValue;

const MAX_INT32 = 2_147_483_647;

const SET_TYPES: Readonly<Record<string, string>> = { S: 'SS', N: 'NS', B: 'BS' };

/** Throws for a number literal whose exponent or scale exceeds 32 bits. */
const refuseExponent = (text: string): void => {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  if (Math.abs(Number(exponent)) > MAX_INT32 || Math.abs(digits - Number(exponent)) > MAX_INT32) throw malformed();
};

/** The set with these members. Throws ValidationException if they are not all strings, all numbers or all binary. */
const setOf = (members: readonly AttributeValue[]): AttributeValue => {
  const [type, ...others] = new Set(members.map(typeOf));
  if (type === undefined) throw validationError('Empty bags are not supported');
  const setType = SET_TYPES[type];
  if (setType === undefined || others.length > 0)
    throw validationError('Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags');
  return { [setType]: members.map((member) => member[type]) };
};

/**
 * Reads literals and parameters.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.data-types.html
 */
export class ValueParser {
  readonly #reader: TokenReader;
  readonly #parameterOf: ParameterOf;
  #parameters = 0;

  constructor(reader: TokenReader, parameterOf: ParameterOf) {
    this.#reader = reader;
    this.#parameterOf = parameterOf;
  }

  /** Whether the next token begins a literal or is a parameter. */
  isAtValue(): boolean {
    const { kind } = this.#reader.next;
    if (kind === 'string' || kind === 'number' || kind === 'parameter') return true;
    if (kind === 'symbol') return ['<<', '[', '{', '-', '+'].some((symbol) => this.#reader.isAtSymbol(symbol));
    return ['TRUE', 'FALSE', 'NULL'].some((word) => this.#reader.isAtWord(word));
  }

  /** `place` is the value's path in its literal; AWS's messages about numbers contain it. */
  value(place = 'root'): AttributeValue {
    const reader = this.#reader;
    const { kind, text } = reader.next;
    if (kind === 'string') return { S: reader.take().text };
    if (kind === 'number') return this.#number('', place);
    if (kind === 'parameter') return this.#parameter();
    if (reader.takesWord('TRUE')) return { BOOL: true };
    if (reader.takesWord('FALSE')) return { BOOL: false };
    if (reader.takesWord('NULL')) return { NULL: true };
    if (kind === 'word' && reader.isAtSymbol('(', 1))
      throw errorAt(`Unsupported data type: ${text.toLowerCase()} under key ${place}`, reader.next);
    if (reader.takesSymbol('-')) return this.#number('-', place);
    if (reader.takesSymbol('+')) return this.#number('', place);
    return reader.nested(() => this.#collection(place));
  }

  /** Reads the item of an INSERT. The path of a value in AWS's messages begins at its attribute. */
  item(): Record<string, AttributeValue> | undefined {
    if (!this.#reader.takesSymbol('{')) return undefined;
    return Object.fromEntries(this.#reader.listUntil('}', () => this.#member(() => 'root')));
  }

  #collection(place: string): AttributeValue {
    const reader = this.#reader;
    if (reader.takesSymbol('<<')) return this.#set(place);
    if (reader.takesSymbol('{')) {
      const placeOf = (name: string) => `${place}.${name}`;
      return { M: Object.fromEntries(reader.listUntil('}', () => this.#member(placeOf))) };
    }
    reader.expectSymbol('[');
    let at = 0;
    return { L: reader.listUntil(']', () => this.value(`${place}[${at++}]`)) };
  }

  #set(place: string): AttributeValue {
    const set = setOf(this.#reader.listUntil('>>', () => this.value(place)));
    const message = validations.validateAttributeValue(set);
    if (message) throw validationError(message);
    return set;
  }

  #member(placeOf: (name: string) => string): [string, AttributeValue] {
    const { kind, text } = this.#reader.take();
    if (kind !== 'string') throw malformed('Expected a string as the name of an attribute');
    this.#reader.expectSymbol(':');
    return [text, this.value(placeOf(text))];
  }

  #number(sign: string, place: string): AttributeValue {
    const { kind, text } = this.#reader.take();
    if (kind !== 'number') throw malformed('Expected a number');
    refuseExponent(text);
    const value = { N: `${sign}${text}` };
    const message = validations.validateAttributeValue(value);
    if (message) throw validationError(`${message} under ${place}`);
    return value;
  }

  #parameter(): AttributeValue {
    this.#reader.take();
    this.#parameters += 1;
    return this.#parameterOf(this.#parameters - 1);
  }
}
