import { readStateMachineArn } from '../arns.ts';
import { resourceNotFound } from '../errors.ts';
import { MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const describeStateMachineAlias: MakeAction =
  ({ tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineAliasArn', { max: MAX_ARN_LENGTH });
    readStateMachineArn(arn);
    const alias = tables.aliases.byArn(arn);
    if (!alias) throw resourceNotFound(arn);
    return {
      stateMachineAliasArn: arn,
      name: alias.name,
      ...(alias.description === null ? {} : { description: alias.description }),
      routingConfiguration: alias.routes,
      creationDate: new Date(alias.createdMs),
      updateDate: new Date(alias.updatedMs),
    };
  };
