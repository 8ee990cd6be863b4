import { readActivityArn } from '../arns.ts';
import { MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteActivity. Also succeeds if the activity does not exist. */
export const deleteActivity: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = readActivityArn(requiredText(input, 'activityArn', { max: MAX_ARN_LENGTH }));
    await kernel.store.write(() => tables.activities.remove(arn));
    return {};
  };
