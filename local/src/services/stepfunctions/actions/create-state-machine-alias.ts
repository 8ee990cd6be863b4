import { readRoutes } from '../alias-routes.ts';
import { readStateMachineArn } from '../arns.ts';
import { conflict, resourceNotFound, stateMachineDeleting } from '../errors.ts';
import { optionalText, requiredName } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** CreateStateMachineAlias. If an alias with the same parameters exists, returns it. */
export const createStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const name = requiredName(input);
    const description = optionalText(input, 'description', { max: 256 }) ?? null;
    const routes = readRoutes(tables, input);
    const { stateMachineArn } = readStateMachineArn(routes[0]?.stateMachineVersionArn ?? '');
    const arn = `${stateMachineArn}:${name}`;
    const nowMs = kernel.clock.now();
    return kernel.store.write(() => {
      const stateMachine = tables.stateMachines.byArn(stateMachineArn);
      if (!stateMachine) throw resourceNotFound(stateMachineArn);
      if (stateMachine.status === 'DELETING') throw stateMachineDeleting(stateMachineArn);
      const known = tables.aliases.byArn(arn);
      if (known && (known.description !== description || JSON.stringify(known.routes) !== JSON.stringify(routes)))
        throw conflict(
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
        );
      if (!known)
        tables.aliases.put({ arn, stateMachineArn, name, description, routes, createdMs: nowMs, updatedMs: nowMs });
      return { stateMachineAliasArn: arn, creationDate: new Date(known?.createdMs ?? nowMs) };
    });
  };
