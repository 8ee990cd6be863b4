import { readStateMachineArn } from '../arns.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteStateMachineAlias; to delete none is no error. */
export const deleteStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = requiredText(input, 'stateMachineAliasArn');
    readStateMachineArn(arn);
    await kernel.store.write(() => tables.aliases.remove(arn));
    return {};
  };
