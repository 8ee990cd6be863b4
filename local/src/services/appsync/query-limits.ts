import { type DocumentNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';

/** The largest depth limit that AppSync accepts for an API. */
const MAX_DEPTH = 75;
/** Fields of a query with its fragments spread; AppSync runs at most as many resolvers for a query. */
const MAX_FIELDS = 10_000;

interface Extent {
  readonly depth: number;
  readonly fields: number;
}

const NOTHING: Extent = { depth: 0, fields: 0 };

/** The error for a query that selects too much; undefined if there is none. Takes time in proportion to the document. */
export const tooLargeQuery = (document: DocumentNode): GraphQLError | undefined => {
  const { depth, fields } = extentOf(document);
  if (depth > MAX_DEPTH) return new GraphQLError(`The query is nested deeper than ${MAX_DEPTH} levels.`);
  return fields > MAX_FIELDS ? new GraphQLError(`The query selects more than ${MAX_FIELDS} fields.`) : undefined;
};

/** A fragment is measured once, however often it is spread. One that spreads itself counts once: validation refuses it. */
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
