import { requireExecution } from '../execution-lookup.ts';
import { page, pageNumber, pageSize } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** ListMapRuns: the Map Runs that an execution started, newest first. */
export const listMapRuns: MakeAction =
  ({ tables }) =>
  (input) => {
    const { arn } = requireExecution(tables, input);
    const limit = pageSize(input);
    const { items, next } = page(tables.mapRuns.list(arn, pageNumber(input), limit + 1), limit, ({ id }) => id);
    const mapRuns = items.map((it) => ({
      executionArn: it.executionArn,
      mapRunArn: it.arn,
      stateMachineArn: it.stateMachineArn,
      startDate: new Date(it.startMs),
      ...(it.stopMs === null ? {} : { stopDate: new Date(it.stopMs) }),
    }));
    return { mapRuns, ...next };
  };
