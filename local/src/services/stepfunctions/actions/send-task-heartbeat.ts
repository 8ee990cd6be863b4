import { requiredTaskToken } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** SendTaskHeartbeat: restarts the heartbeat timeout of the task with this token. */
export const sendTaskHeartbeat: MakeAction =
  ({ engine }) =>
  async (input) => {
    await engine.answer(requiredTaskToken(input), (taskId) => ({ kind: 'heartbeat', taskId }));
    return {};
  };
