/**
 * How a member is written when its value alone does not show it: a number that arrives as text, a map, or a flattened
 * list or map, whose items each have the name `flattenedAs` and no common element around them.
 */
export type QueryMember =
  | { readonly kind: 'number' }
  | { readonly kind: 'list'; readonly flattenedAs: string }
  | {
      readonly kind: 'map';
      readonly flattenedAs?: string;
      /** The element of an entry's key; default: `key`. */
      readonly key?: string;
      /** The element of an entry's value; default: `value`. */
      readonly value?: string;
    };

/** Members of an action's input and answer, by their names in the service's model. */
export type QueryMembers = { readonly [name: string]: QueryMember };

/** How the documents of one service are written. */
export interface QueryFormat {
  /** The `xmlns` of its documents; '' for none. */
  readonly namespace: string;
  /** Default: `Attributes` is a map, everything else has its usual form. */
  readonly members?: (action: string) => QueryMembers;
  /** An XML declaration before each document. */
  readonly declaration?: string;
  /** Whether an answer without members has no `…Result` element. */
  readonly omitsEmptyResult?: boolean;
  /** XML after the message of an error. */
  readonly errorDetail?: string;
}

const USUAL: QueryMembers = { Attributes: { kind: 'map' } };

export const membersOf = ({ members }: QueryFormat, action: string): QueryMembers => members?.(action) ?? USUAL;

export const memberOf = (members: QueryMembers, name: string): QueryMember | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
