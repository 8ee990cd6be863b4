/** Parameters of an API call, not yet checked. */
export type Input = { readonly [name: string]: unknown };

/** A parameter's own value; undefined when it is missing or null. */
export const given = (input: Input, name: string): unknown => {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value === null ? undefined : value;
};
