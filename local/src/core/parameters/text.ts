import { type Dialect, missingError, typeError } from './dialect.ts';
import { given, type Input } from './input.ts';

/** Constraints of a text, from the service's API reference. */
export interface TextRule<T extends string = string> {
  /** Length in characters. */
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole text must match. */
  readonly pattern?: string;
  readonly oneOf?: readonly T[];
}

/** The first requirement that a text violates; undefined if it is valid. */
const brokenRequirement = (value: string, { min = 0, max, pattern, oneOf }: TextRule): string | undefined => {
  if (value.length < min) return `have length greater than or equal to ${min}`;
  if (max !== undefined && value.length > max) return `have length less than or equal to ${max}`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value))
    return `satisfy regular expression pattern: ${pattern}`;
  if (oneOf && !oneOf.includes(value)) return `satisfy enum value set: [${oneOf.join(', ')}]`;
  return undefined;
};

/** Readers of texts. `path` names a member of a nested structure in messages; default: `name`. */
export const textReaders = (dialect: Dialect) => {
  const textIn = (input: Input, name: string, path: string): string | undefined => {
    const value = given(input, name);
    if (value === undefined || typeof value === 'string') return value;
    if (dialect.values === 'form') return undefined;
    throw typeError(dialect, { name: path, value, wanted: 'string' });
  };

  const checked = <T extends string>(value: string, rule: TextRule<T>, path: string): T => {
    const requirement = brokenRequirement(value, rule);
    if (requirement !== undefined) throw dialect.broken(path, value, requirement);
    // Without `oneOf`, T is string; with it, the value is one of them.
    return value as T;
  };

  return {
    optionalText: <T extends string = string>(
      input: Input,
      name: string,
      rule: TextRule<T> = {},
      path = name,
    ): T | undefined => {
      const value = textIn(input, name, path);
      return value === undefined ? undefined : checked(value, rule, path);
    },

    requiredText: <T extends string = string>(input: Input, name: string, rule: TextRule<T> = {}, path = name): T => {
      const value = textIn(input, name, path);
      if (value === undefined || (value === '' && dialect.emptyText === 'missing')) throw missingError(dialect, path);
      const least = dialect.emptyText === 'too short' ? 1 : 0;
      return checked(value, { min: least, ...rule }, path);
    },
  };
};
