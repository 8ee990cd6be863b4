/** Leaves out the members that have no value, as answers do. */
export const present = (members: { readonly [name: string]: unknown }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
