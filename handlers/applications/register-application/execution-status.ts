import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { callService } from '../../shared/errors.ts';
import type { StatusOfExecution } from './ports.ts';

/** Reads the status of an execution with DescribeExecution. */
export function createStatusOfExecution(client: SFNClient): StatusOfExecution {
  return async (executionArn) => {
    try {
      const command = new DescribeExecutionCommand({ executionArn });
      const { status } = await callService('Describing the earlier execution', () => client.send(command));
      return status ?? 'MISSING';
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return 'MISSING';
      throw error;
    }
  };
}
