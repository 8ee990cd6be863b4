import { type Dialect, missingError, typeError } from './dialect.ts';
import { given, type Input } from './input.ts';

/** Minimum and maximum of a number, both inclusive. */
export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Range of timestamps: years 0000 to 9999. `Date.UTC` reads the years 0 to 99 as 1900 to 1999, so the start is computed from
 * the year before.
 */
const FIRST_MOMENT_MS = Date.UTC(-1, 11, 31, 23, 59, 59, 999) + 1;
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const toMilliseconds = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value * 1000;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
};

/** Readers of numbers, booleans and times. */
export const scalarReaders = (dialect: Dialect) => {
  const { values, isInteger = Number.isInteger } = dialect;
  const areTyped = values === 'json';

  const optionalInteger = (input: Input, name: string, { min, max }: NumberRule = {}): number | undefined => {
    const value = given(input, name);
    if (value === undefined) return undefined;
    const read = typeof value === 'string' && !areTyped ? Number(value) : value;
    if (typeof read !== 'number' || !isInteger(read)) throw typeError(dialect, { name, value, wanted: 'integer' });
    if (min !== undefined && read < min)
      throw dialect.broken(name, value, `have value greater than or equal to ${min}`);
    if (max !== undefined && read > max) throw dialect.broken(name, value, `have value less than or equal to ${max}`);
    return read;
  };

  const optionalFlag = (input: Input, name: string): boolean | undefined => {
    const value = given(input, name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (areTyped) throw typeError(dialect, { name, value, wanted: 'boolean' });
    return value === 'true';
  };

  /**
   * Returns milliseconds since the epoch. Reads epoch seconds, ISO 8601 text, or a Date from a caller inside the
   * runtime.
   */
  const optionalTime = (input: Input, name: string): number | undefined => {
    const value = given(input, name);
    if (value === undefined) return undefined;
    const ms = toMilliseconds(value);
    if (ms >= FIRST_MOMENT_MS && ms <= LAST_MOMENT_MS) return ms;
    throw typeError(dialect, { name, value, wanted: 'timestamp' });
  };

  return {
    optionalInteger,
    requiredInteger: (input: Input, name: string, rule?: NumberRule): number => {
      const value = optionalInteger(input, name, rule);
      if (value === undefined) throw missingError(dialect, name);
      return value;
    },
    optionalFlag,
    /** Like `optionalFlag`; false if missing. */
    flag: (input: Input, name: string): boolean => optionalFlag(input, name) ?? false,
    /** Returns a finite number; reads numbers and text such as '1.5'. */
    optionalNumber: (input: Input, name: string): number | undefined => {
      const value = given(input, name);
      if (value === undefined) return undefined;
      const read = typeof value === 'string' ? Number(value) : value;
      if (typeof read !== 'number' || !Number.isFinite(read))
        throw typeError(dialect, { name, value, wanted: 'number' });
      return read;
    },
    optionalTime,
    requiredTime: (input: Input, name: string): number => {
      const ms = optionalTime(input, name);
      if (ms === undefined) throw missingError(dialect, name);
      return ms;
    },
  };
};
