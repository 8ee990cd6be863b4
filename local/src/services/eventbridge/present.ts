/** Leaves out members whose value is null or undefined, as AWS's responses do. */
export const present = (members: { readonly [name: string]: unknown }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
