import { paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { CommandFailure, EXIT } from '../failures.ts';
import { MACHINE_NAME } from '../system-names.ts';

/** ARN of the workflow's state machine. @throws CommandFailure if the stack is not deployed */
export async function machineArn(sfn: SFNClient): Promise<string> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, {})) {
    const found = stateMachines.find(({ name }) => name === MACHINE_NAME)?.stateMachineArn;
    if (found !== undefined) return found;
  }
  throw new CommandFailure(EXIT.notFound, `There is no state machine ${MACHINE_NAME}; deploy the stack first.`);
}
