import { validationError } from '../../../core/aws/aws-error.ts';
import { readRoutes } from '../alias-routes.ts';
import { readStateMachineArn } from '../arns.ts';
import { resourceNotFound } from '../errors.ts';
import { MAX_ARN_LENGTH, optionalText, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const updateStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineAliasArn', { max: MAX_ARN_LENGTH });
    readStateMachineArn(arn);
    const description = optionalText(input, 'description', { max: 256 });
    const given = input.routingConfiguration !== undefined && input.routingConfiguration !== null;
    if (description === undefined && !given)
      throw validationError('Either the description or the routing configuration must be specified.');
    const updatedMs = kernel.clock.now();
    return kernel.store.write(() => {
      const alias = tables.aliases.byArn(arn);
      if (!alias) throw resourceNotFound(arn);
      const routes = given ? readRoutes(tables, input) : alias.routes;
      tables.aliases.put({ ...alias, description: description ?? alias.description, routes, updatedMs });
      return { updateDate: new Date(updatedMs) };
    });
  };
