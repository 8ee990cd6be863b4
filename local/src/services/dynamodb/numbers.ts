/** The generation of AWS's checks that an operation uses; the generations differ in their messages. */
export type Layer = 'current' | 'older';

const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;
const MAX_DIGITS = 38;
const INT32_MAX = 2n ** 31n - 1n;
const INT64_MAX = 2n ** 63n - 1n;

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
  if (exponent > MAX_EXPONENT)
    return 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  if (exponent < MIN_EXPONENT)
    return 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  if (parts.digits.replace(/^0+|0+$/g, '').length > MAX_DIGITS)
    return 'Attempting to store more than 38 significant digits in a Number';
  return undefined;
};
