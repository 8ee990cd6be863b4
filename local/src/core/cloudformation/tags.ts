import type { PropertyTable } from './resource-type.ts';

/** The members of each tag of a resource whose tags are a list. */
export const TAGS: PropertyTable = { Key: true, Value: true };
