/** A checked Query or Scan. */
interface Read {
  readonly Select?: unknown;
  readonly IndexName?: unknown;
  readonly ProjectionExpression?: unknown;
  readonly AttributesToGet?: unknown;
  readonly Segment?: unknown;
  readonly TotalSegments?: unknown;
}

/**
 * Returns AWS's message if `Select` contradicts other members; undefined if it does not.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-Select
 */
export const refuseSelect = ({
  Select,
  IndexName,
  ProjectionExpression,
  AttributesToGet,
}: Read): string | undefined => {
  const projection = ['ProjectionExpression', 'AttributesToGet'].find(
    (_, at) => [ProjectionExpression, AttributesToGet][at] !== undefined,
  );
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined)
    return 'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName';
  if (Select === 'SPECIFIC_ATTRIBUTES' && !projection)
    return 'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES';
  if (Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES' && projection)
    return `Cannot specify the ${projection} when choosing to get ${Select === 'COUNT' ? 'only the Count' : String(Select)}`;
  return undefined;
};

/** A BatchGetItem cannot have a projection expression for one table and a list of attributes for another. */
export const refuseMixedProjections = ({ RequestItems: requests = {} }: { readonly RequestItems?: unknown }) => {
  const all = Object.values(requests as Record<string, Read>);
  const isMixed = all.some((each) => each.ProjectionExpression) && all.some((each) => each.AttributesToGet);
  return isMixed
    ? 'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}'
    : undefined;
};

/** Returns AWS's message for a Segment without TotalSegments; Segment 0 also needs it. */
export const refuseSegment = ({ Segment, TotalSegments }: Read): string | undefined =>
  Segment !== undefined && TotalSegments === undefined
    ? 'The TotalSegments parameter is required but was not present in the request when Segment parameter is present'
    : undefined;
