import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** SendTaskHeartbeat: the task that has this token is being worked on. */
export const sendTaskHeartbeat: MakeAction =
  ({ engine }) =>
  async (input) => {
    await engine.answer(requiredText(input, 'taskToken'), (taskId) => ({ kind: 'heartbeat', taskId }));
    return {};
  };
