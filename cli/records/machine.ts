import { paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { CommandFailure, EXIT } from '../failures.ts';
import { MACHINE_NAME } from '../system-names.ts';

/** @throws CommandFailure when the system is not deployed there */
export async function machineArn(sfn: SFNClient): Promise<string> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, {})) {
    const found = stateMachines.find(({ name }) => name === MACHINE_NAME)?.stateMachineArn;
    if (found !== undefined) return found;
  }
  throw new CommandFailure(EXIT.notFound, `There is no state machine ${MACHINE_NAME}; deploy the stack first.`);
}
