/**
 * Encoding of a member whose value does not determine it: a number that is sent as text, a map, or a flattened list or
 * map. The items of a flattened list or map are each named `flattenedAs` and have no enclosing element.
 */
export type QueryMember =
  | { readonly kind: 'number' }
  | { readonly kind: 'list'; readonly flattenedAs: string }
  | {
      readonly kind: 'map';
      readonly flattenedAs?: string;
      /** Element name of an entry's key; default: `key`. */
      readonly key?: string;
      /** Element name of an entry's value; default: `value`. */
      readonly value?: string;
    };

/** Encoding of the members of an action's input and output, by their names in the service's model. */
export type QueryMembers = { readonly [name: string]: QueryMember };

/** How one service encodes its documents. */
export interface QueryFormat {
  /** The `xmlns` attribute of documents; '' for none. */
  readonly namespace: string;
  /** Default: `Attributes` is a map; all other members have the encoding that their value shows. */
  readonly members?: (action: string) => QueryMembers;
  /** XML declaration at the start of each document. */
  readonly declaration?: string;
  /** Whether the `…Result` element is omitted if the output has no members. */
  readonly omitsEmptyResult?: boolean;
  /** XML that follows the message of an error. */
  readonly errorDetail?: string;
}

const USUAL: QueryMembers = { Attributes: { kind: 'map' } };

export const membersOf = ({ members }: QueryFormat, action: string): QueryMembers => members?.(action) ?? USUAL;

export const memberOf = (members: QueryMembers, name: string): QueryMember | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
