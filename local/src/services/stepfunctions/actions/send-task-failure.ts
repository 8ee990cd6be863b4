import { optionalText, requiredTaskToken } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** SendTaskFailure: fails the task with this token. */
export const sendTaskFailure: MakeAction =
  ({ engine }) =>
  async (input) => {
    const token = requiredTaskToken(input);
    const error = optionalText(input, 'error', { max: 256 });
    const cause = optionalText(input, 'cause', { max: 32_768 });
    const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    await engine.answer(token, (taskId) => ({ kind: 'taskFailed', taskId, ...reason }));
    return {};
  };
