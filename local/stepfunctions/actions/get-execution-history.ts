import { requireExecution } from '../execution-lookup.ts';
import type { HistoryEvent } from '../interpreter/contract.ts';
import type { JsonObject } from '../language/json.ts';
import { optionalFlag, page, pageNumber, pageSize } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';

/** GetExecutionHistory. */
export const getExecutionHistory: MakeAction =
  ({ tables }) =>
  (input) => {
    const { id } = requireExecution(tables, input);
    const reverse = optionalFlag(input, 'reverseOrder');
    const included = input.includeExecutionData !== false;
    const limit = pageSize(input);
    const after = pageNumber(input);
    const request = { execution: id, reverse, limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const { items, next } = page(tables.history.read(request), limit, (event) => event.id);
    return { events: items.map((event) => shown(event, included)), ...next };
  };

const shown = (
  { id, previousEventId, type, timestampMs, detailsKey, details = {} }: HistoryEvent,
  included: boolean,
) => ({
  timestamp: new Date(timestampMs),
  type,
  id,
  previousEventId,
  ...(detailsKey === undefined ? {} : { [detailsKey]: included ? details : withoutData(details) }),
});

/** What carries execution data, which a caller may ask to leave out. */
const DATA = new Set([
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'cause',
  'error',
  'assignedVariables',
  'assignedVariablesDetails',
]);

const withoutData = (details: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
