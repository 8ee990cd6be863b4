import { refuseChild, requireExecution } from '../execution-lookup.ts';
import { flag, page, pageNumber, pageSize } from '../parameters.ts';
import { shownEvent } from '../shown-event.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const getExecutionHistory: MakeAction =
  ({ tables }) =>
  (input) => {
    refuseChild(tables, input, 'GetExecutionHistory');
    const { id } = requireExecution(tables, input);
    const reverse = flag(input, 'reverseOrder');
    const included = input.includeExecutionData !== false;
    const limit = pageSize(input);
    const after = pageNumber(input);
    const request = { execution: id, reverse, limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const { items, next } = page(tables.history.read(request), limit, (event) => event.id);
    return { events: items.map((event) => shownEvent(event, included)), ...next };
  };
