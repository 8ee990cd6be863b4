import { isVersion, readMachineArn } from '../arns.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import { page, pagePosition, pageSize, requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';

/** ListStateMachineAliases of a state machine, or those that lead to a version. */
export const listStateMachineAliases: MakeAction =
  ({ tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn');
    const { machineArn, qualifier } = readMachineArn(arn);
    if (!tables.machines.byArn(machineArn)) throw stateMachineDoesNotExist(arn);
    const limit = pageSize(input);
    const found = tables.aliases.list(machineArn, pagePosition(input) ?? '', limit + 1);
    const { items, next } = page(found, limit, ({ name }) => name);
    const leading =
      qualifier !== undefined && isVersion(qualifier)
        ? items.filter(({ routes }) => routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === arn))
        : items;
    const stateMachineAliases = leading.map((alias) => ({
      stateMachineAliasArn: alias.arn,
      creationDate: new Date(alias.createdMs),
    }));
    return { stateMachineAliases, ...next };
  };
