import { requireActivity } from '../activity-lookup.ts';
import { optionalText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** GetActivityTask: waits up to 60 seconds for a task. Returns an empty response if no task arrives. */
export const getActivityTask: MakeAction =
  ({ tables, engine }) =>
  async (input, { signal }) => {
    const { arn } = requireActivity(tables, input);
    const workerName = optionalText(input, 'workerName', { max: 80 });
    const task = await engine.activities.poll(arn, { workerName, signal });
    return task ? { taskToken: task.token, input: task.input } : {};
  };
