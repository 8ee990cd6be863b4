/** The generation of AWS's checks that an operation uses; the generations differ in their messages. */
export type Layer = 'current' | 'older';

const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;
const MAX_DIGITS = 38;
const INT32_MAX = 2n ** 31n - 1n;
const INT64_MAX = 2n ** 63n - 1n;

const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

const NUMBER = /^-?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** The parts of a number's text. `digits` are those of its integer and fraction. */
interface Parts {
  readonly digits: string;
  readonly fractionLength: number;
  readonly exponent: bigint;
}

const partsOf = (text: string): Parts | undefined => {
  const found = NUMBER.exec(text);
  if (!found) return undefined;
  const [, integer = '', fraction = found[3] ?? '', , exponent = '0'] = found;
  return { digits: `${integer}${fraction}`, fractionLength: fraction.length, exponent: BigInt(exponent) };
};

const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * The exponent of a number in scientific notation. A zero has the exponent that it is written with. The older checks
 * compute it with 32 bits, so that a very large exponent becomes a very small one.
 */
const magnitude = ({ digits, fractionLength, exponent }: Parts, layer: Layer): bigint => {
  const significant = digits.replace(/^0+/, '').length || 1;
  const precisionWithScale = BigInt(significant - fractionLength) + exponent;
  return (layer === 'older' ? BigInt.asIntN(32, precisionWithScale) : precisionWithScale) - 1n;
};

/**
 * Returns AWS's message for a text that is not a valid number; undefined for a valid one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
 */
export const refuseNumber = (text: string, layer: Layer): string | undefined => {
  if (text === '' && layer === 'older') return 'The parameter cannot be converted to a numeric value';
  const parts = partsOf(text);
  if (!parts || sizeOf(parts.exponent) > (layer === 'older' ? INT32_MAX : INT64_MAX))
    return `The parameter cannot be converted to a numeric value: ${text}`;
  const exponent = magnitude(parts, layer);
  if (exponent > MAX_EXPONENT) return OVERFLOW;
  if (exponent < MIN_EXPONENT)
    return 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  if (parts.digits.replace(/^0+|0+$/g, '').length > MAX_DIGITS) return TOO_PRECISE;
  return undefined;
};

/**
 * The size of a valid number in bytes: one for each two significant digits, rounded up, and one or two more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const bytesOfNumber = (text: string): number => {
  const parts = partsOf(text);
  if (!parts) throw new Error('A stored number cannot be read.');
  const fromFirst = parts.digits.replace(/^0+/, '');
  const { length } = fromFirst.replace(/0+$/, '');
  if (length === 0) return 1;
  const exponent = fromFirst.length - parts.fractionLength + Number(parts.exponent) - 1;
  const isAligned = length % 2 === 0 && exponent % 2 === 0;
  return 1 + Math.ceil(length / 2) + (isAligned ? 1 : 0) + (text.startsWith('-') ? 1 : 0);
};

/** An integer, divided by ten to the power of `scale`. */
interface Scaled {
  readonly integer: bigint;
  readonly scale: number;
}

const scaledOf = (text: string): Scaled => {
  const parts = partsOf(text);
  if (!parts) throw new Error('A stored number cannot be read.');
  const scale = parts.fractionLength - Number(parts.exponent);
  return { integer: BigInt(parts.digits) * (text.startsWith('-') ? -1n : 1n), scale };
};

const atScale = ({ integer, scale }: Scaled, wanted: number): bigint => integer * 10n ** BigInt(wanted - scale);

const negated = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

/** The exact sum of two valid numbers, without an exponent. */
export const sumOf = (first: string, second: string): string => {
  const numbers = [scaledOf(first), scaledOf(second)];
  const scale = Math.max(0, ...numbers.map((number) => number.scale));
  const sum = numbers.reduce((total, number) => total + atScale(number, scale), 0n);
  const digits = String(sizeOf(sum)).padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const integer = digits.slice(0, digits.length - scale);
  return `${sum < 0n ? '-' : ''}${integer}${scale > 0 && fraction !== '' ? `.${fraction}` : ''}`;
};

/** Like `sumOf`, for the difference. */
export const differenceOf = (first: string, second: string): string => sumOf(first, negated(second));

/**
 * Returns AWS's message for the result of an addition that is not a valid number; undefined for a valid one. AWS calls a
 * result with too many digits an overflow.
 */
export const refuseSum = (text: string): string | undefined => {
  const message = refuseNumber(text, 'current');
  return message === TOO_PRECISE ? OVERFLOW : message;
};
