import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { requiredEnv } from '../../../handlers/shared/env.ts';

const states = new SFNClient({});
const stateMachineArn = requiredEnv('STATE_MACHINE_ARN');
const SHOWN = 25;

interface Request {
  readonly info: { readonly fieldName: string };
  readonly arguments: { readonly id?: string };
}

interface Booking {
  readonly id: string;
  readonly status: string;
  readonly startedAt: string;
  readonly outcome?: string;
  readonly error?: string;
}

/** Resolves the GraphQL queries listBookings and getBooking. Each booking is an execution. */
export async function handler({ info, arguments: { id = '' } }: Request): Promise<readonly Booking[] | Booking | null> {
  if (info.fieldName === 'getBooking')
    return bookingOf(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`);
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn, maxResults: SHOWN }));
  const bookings = await Promise.all(executions.map(({ executionArn = '' }) => bookingOf(executionArn)));
  return bookings.filter((booking) => booking !== null);
}

async function bookingOf(executionArn: string): Promise<Booking | null> {
  try {
    const {
      name = '',
      status = '',
      startDate,
      output,
      error,
    } = await states.send(new DescribeExecutionCommand({ executionArn }));
    const { outcome } = JSON.parse(output ?? '{}') as { outcome?: string };
    return {
      id: name,
      status,
      startedAt: startDate?.toISOString() ?? '',
      ...(outcome === undefined ? {} : { outcome }),
      ...(error === undefined ? {} : { error }),
    };
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExecutionDoesNotExist' || error.name === 'InvalidArn')) return null;
    throw error;
  }
}
