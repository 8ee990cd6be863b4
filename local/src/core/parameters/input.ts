/** Unchecked parameters of an API call. */
export type Input = { readonly [name: string]: unknown };

/** A parameter's own (not inherited) value; undefined if it is missing or null. */
export const given = (input: Input, name: string): unknown => {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value === null ? undefined : value;
};
