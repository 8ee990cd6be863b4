import { readActivityArn } from '../arns.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteActivity. Succeeds if the activity does not exist. */
export const deleteActivity: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = readActivityArn(requiredText(input, 'activityArn'));
    await kernel.store.write(() => tables.activities.remove(arn));
    return {};
  };
