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

/** What Step Functions takes for a name. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** Resolves addStepFunction: the execution is named by the client's id, so that a request sent twice is one booking. */
export async function handler({ arguments: { input } }: Request): Promise<Started> {
  const { id, arn, apartmentId = id } = input;
  if (arn !== stateMachineArn) throw new Error('arn must be that of the machine for bookings.');
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

/** The same request again is fine; the same id for something else is not. */
async function refuseAnother(id: string, execution: string): Promise<void> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  const { input } = await states.send(new DescribeExecutionCommand({ executionArn }));
  if (input !== execution) throw new Error(`The id ${id} is that of another booking.`);
}
