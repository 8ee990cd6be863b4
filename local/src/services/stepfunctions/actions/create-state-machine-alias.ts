import { readRoutes } from '../alias-routes.ts';
import { readMachineArn } from '../arns.ts';
import { conflict, resourceNotFound, stateMachineDeleting } from '../errors.ts';
import { optionalText, requiredName } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';

/** CreateStateMachineAlias; the same call again answers as the first one did. */
export const createStateMachineAlias: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const name = requiredName(input);
    const description = optionalText(input, 'description', { max: 256 }) ?? null;
    const routes = readRoutes(tables, input);
    const { machineArn } = readMachineArn(routes[0]?.stateMachineVersionArn ?? '');
    const arn = `${machineArn}:${name}`;
    const nowMs = kernel.clock.now();
    return kernel.store.write(() => {
      const machine = tables.machines.byArn(machineArn);
      if (!machine) throw resourceNotFound(machineArn);
      if (machine.status === 'DELETING') throw stateMachineDeleting(machineArn);
      const known = tables.aliases.byArn(arn);
      if (known && (known.description !== description || JSON.stringify(known.routes) !== JSON.stringify(routes)))
        throw conflict(
          'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
        );
      if (!known)
        tables.aliases.put({ arn, machineArn, name, description, routes, createdMs: nowMs, updatedMs: nowMs });
      return { stateMachineAliasArn: arn, creationDate: new Date(known?.createdMs ?? nowMs) };
    });
  };
