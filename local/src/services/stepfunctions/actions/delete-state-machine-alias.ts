import { readStateMachineArn } from '../arns.ts';
import { MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteStateMachineAlias. Also succeeds if the alias does not exist. */
export const deleteStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = requiredText(input, 'stateMachineAliasArn', { max: MAX_ARN_LENGTH });
    readStateMachineArn(arn);
    await kernel.store.write(() => tables.aliases.remove(arn));
    return {};
  };
