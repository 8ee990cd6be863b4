import { readActivityArn } from '../arns.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteActivity; to delete none is no error. */
export const deleteActivity: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = readActivityArn(requiredText(input, 'activityArn'));
    await kernel.store.write(() => tables.activities.remove(arn));
    return {};
  };
