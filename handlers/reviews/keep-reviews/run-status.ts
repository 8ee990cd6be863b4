import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { HasRunFailed } from './ports.ts';

const UNSUCCESSFUL: ReadonlySet<string | undefined> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Reads the status with DescribeExecution. An execution that Step Functions no longer knows counts as failed. */
export function createHasRunFailed(client: SFNClient): HasRunFailed {
  return async (executionArn) => {
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return UNSUCCESSFUL.has(status);
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return true;
      throw error;
    }
  };
}
