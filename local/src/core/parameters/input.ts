/** Unchecked parameters of an API call. */
export type Input = { readonly [name: string]: unknown };

/** Whether a value is a JSON object, not a list. */
export const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parameter's own (not inherited) value; undefined if it is missing or null. */
export const given = (input: Input, name: string): unknown => {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value === null ? undefined : value;
};
