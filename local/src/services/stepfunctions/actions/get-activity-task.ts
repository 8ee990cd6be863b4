import { requireActivity } from '../activity-lookup.ts';
import { optionalText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** GetActivityTask: waits up to a minute for a task. Returns no token if there is none. */
export const getActivityTask: MakeAction =
  ({ tables, engine }) =>
  async (input, { signal }) => {
    const { arn } = requireActivity(tables, input);
    const workerName = optionalText(input, 'workerName', { max: 80 });
    const task = await engine.activities.poll(arn, { workerName, signal });
    return task ? { taskToken: task.token, input: task.input } : {};
  };
