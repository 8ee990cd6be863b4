import { invalidOutput } from '../errors.ts';
import { requiredTaskToken, requiredText } from '../parameters.ts';
import { MAX_PAYLOAD_LENGTH, readPayload } from '../payload.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** SendTaskSuccess: completes the task with this token. */
export const sendTaskSuccess: MakeAction =
  ({ engine }) =>
  async (input) => {
    const output = requiredText(input, 'output', { max: MAX_PAYLOAD_LENGTH });
    const token = requiredTaskToken(input);
    engine.checkToken(token);
    const payload = readPayload(output);
    if ('fault' in payload) throw invalidOutput(payload.fault);
    await engine.answer(token, (taskId) => ({ kind: 'taskSucceeded', taskId, output: payload.value }));
    return {};
  };
