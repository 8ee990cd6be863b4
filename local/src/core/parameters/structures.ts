import { type Dialect, missingError, typeError, type Wanted } from './dialect.ts';
import { given, type Input } from './input.ts';

const isStructure = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Readers of structures and of maps with text values. */
export const structureReaders = (dialect: Dialect) => {
  const structure = (input: Input, name: string, wanted: Wanted): Input | undefined => {
    const value = given(input, name);
    if (value === undefined || isStructure(value)) return value;
    if (value === '' && dialect.values === 'form') return {};
    throw typeError(dialect, { name, value, wanted });
  };

  const optionalObject = (input: Input, name: string): Input | undefined => structure(input, name, 'structure');

  const mapped = (value: unknown, name: string): string => {
    if (typeof value === 'object' && value !== null) throw typeError(dialect, { name, value, wanted: 'string' });
    return String(value);
  };

  return {
    optionalObject,
    /** Like `optionalObject`; empty if missing. */
    object: (input: Input, name: string): Input => optionalObject(input, name) ?? {},
    requiredObject: (input: Input, name: string): Input => {
      const value = optionalObject(input, name);
      if (value === undefined) throw missingError(dialect, name);
      return value;
    },
    /** Reads a map; values that are numbers, booleans or null are converted to text. */
    optionalMap: (input: Input, name: string): { readonly [key: string]: string } | undefined => {
      const map = structure(input, name, 'map');
      return (
        map && Object.fromEntries(Object.entries(map).map(([key, value]) => [key, mapped(value, `${name}.${key}`)]))
      );
    },
  };
};
