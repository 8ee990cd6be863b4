import { isVersion, readStateMachineArn } from '../arns.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import { MAX_ARN_LENGTH, page, pagePosition, pageSize, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** ListStateMachineAliases of a state machine, or of the aliases that route to a version. */
export const listStateMachineAliases: MakeAction =
  ({ tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH });
    const { stateMachineArn, qualifier } = readStateMachineArn(arn);
    if (!tables.stateMachines.byArn(stateMachineArn)) throw stateMachineDoesNotExist(arn);
    const limit = pageSize(input);
    const found = tables.aliases.list(stateMachineArn, pagePosition(input) ?? '', limit + 1);
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
