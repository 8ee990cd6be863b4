import { refuseChild, requireExecution } from '../execution-lookup.ts';
import { optionalText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** StopExecution. An execution that has ended does not change. */
export const stopExecution: MakeAction =
  ({ kernel, tables, engine }) =>
  async (input) => {
    refuseChild(tables, input, 'StopExecution');
    const { id } = requireExecution(tables, input);
    const error = optionalText(input, 'error', { max: 256 });
    const cause = optionalText(input, 'cause', { max: 32_768 });
    const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    await engine.deliver(id, () => ({ kind: 'stop', ...reason }));
    return { stopDate: new Date(tables.executions.byId(id)?.stopMs ?? kernel.clock.now()) };
  };
