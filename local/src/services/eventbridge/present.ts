/** Removes members whose value is null or undefined: AWS's responses do not contain them. */
export const present = (members: { readonly [name: string]: unknown }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
