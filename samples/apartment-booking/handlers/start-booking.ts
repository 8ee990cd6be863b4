import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { requiredEnv } from '../../../handlers/shared/env.ts';

const states = new SFNClient({});
const stateMachineArn = requiredEnv('STATE_MACHINE_ARN');

interface Request {
  readonly arguments: { readonly input: { readonly id: string; readonly arn: string; readonly apartmentId?: string } };
}

interface Started {
  readonly id: string;
  readonly arn: string;
  readonly apartmentId: string;
}

/** Characters that Step Functions accepts in an execution name. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Resolves the mutation addStepFunction. `id` is the execution name, so a repeated request starts no second booking.
 */
export async function handler({ arguments: { input } }: Request): Promise<Started> {
  const { id, arn, apartmentId = id } = input;
  if (arn !== stateMachineArn) throw new Error('arn must be the ARN of the state machine for bookings.');
  if (!NAME.test(id)) throw new Error('id must have 1 to 80 letters, digits, hyphens and underscores.');
  const execution = JSON.stringify({ bookingId: id, apartmentId });
  try {
    await states.send(new StartExecutionCommand({ stateMachineArn, name: id, input: execution }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
    await refuseAnother(id, execution);
  }
  return { id, arn, apartmentId };
}

/** Accepts a repeated request. Throws if the execution with this id has other input. */
async function refuseAnother(id: string, execution: string): Promise<void> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  const { input } = await states.send(new DescribeExecutionCommand({ executionArn }));
  if (input !== execution) throw new Error(`The id ${id} belongs to another booking.`);
}
