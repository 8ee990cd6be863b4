import { readMachineArn } from '../arns.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';

/** DeleteStateMachineAlias; to delete none is no error. */
export const deleteStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = requiredText(input, 'stateMachineAliasArn');
    readMachineArn(arn);
    await kernel.store.write(() => tables.aliases.remove(arn));
    return {};
  };
