import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';

/** The largest depth limit that AppSync accepts for an API. */
const MAX_DEPTH = 75;
/**
 * Maximum number of fields of a query, with the fields of its fragments. AppSync runs at most this many resolvers for a
 * query.
 */
const MAX_FIELDS = 10_000;

interface Extent {
  readonly depth: number;
  readonly fields: number;
}

const NOTHING: Extent = { depth: 0, fields: 0 };

/**
 * Returns the error for a query that selects too much, else undefined. The time is proportional to the size of the
 * document.
 */
export const tooLargeQuery = (document: DocumentNode): GraphQLError | undefined => {
  const { depth, fields } = extentOf(document);
  if (depth > MAX_DEPTH) return new GraphQLError(`The query is nested deeper than ${MAX_DEPTH} levels.`);
  return fields > MAX_FIELDS ? new GraphQLError(`The query selects more than ${MAX_FIELDS} fields.`) : undefined;
};

/**
 * The depth and the number of fields of a document. Each fragment is measured only once, even if it is spread several
 * times. A fragment that spreads itself counts once; validation refuses it later.
 */
const extentOf = (document: DocumentNode): Extent => {
  const fragments = new Map<string, SelectionSetNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each.selectionSet);
  const measured = new Map<string, Extent>();

  const ofFragment = (name: string): Extent => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, NOTHING);
    const extent = ofSelections(fragments.get(name));
    measured.set(name, extent);
    return extent;
  };
  const ofSelections = (set: SelectionSetNode | undefined): Extent => sum((set?.selections ?? []).map(ofSelection));
  const ofSelection = (each: SelectionSetNode['selections'][number]): Extent => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return ofFragment(each.name.value);
    const inner = ofSelections(each.selectionSet);
    return each.kind === Kind.FIELD ? { depth: inner.depth + 1, fields: inner.fields + 1 } : inner;
  };
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return sum(operations.map(({ selectionSet }) => ofSelections(selectionSet)));
};

const sum = (extents: readonly Extent[]): Extent =>
  extents.reduce(
    (total, each) => ({ depth: Math.max(total.depth, each.depth), fields: total.fields + each.fields }),
    NOTHING,
  );
