import type { HistoryEvent } from './interpreter/contract.ts';
import type { JsonObject } from './language/json.ts';

/** A history event as the API shows it, with or without the execution's data (`included`). */
export const shownEvent = (
  { id, previousEventId, type, timestampMs, detailsKey, details = {} }: HistoryEvent,
  included: boolean,
) => ({
  timestamp: new Date(timestampMs),
  type,
  id,
  previousEventId,
  ...(detailsKey === undefined ? {} : { [detailsKey]: included ? details : withoutData(details) }),
});

/** The members with the execution's data, which a caller can exclude. */
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

export const withoutData = (details: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !DATA.has(name)));
