import type { SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { createStatusOfExecution } from '../../../../handlers/applications/register-application/execution-status.ts';

const clientThat = (send: () => Promise<unknown>) => ({ send }) as unknown as SFNClient;

test('The status of an earlier execution is what Step Functions says', async () => {
  const statusOf = createStatusOfExecution(clientThat(async () => ({ status: 'TIMED_OUT' })));
  expect(await statusOf('arn')).toBe('TIMED_OUT');
});

test('An execution Step Functions no longer knows is missing; any other failure is one', async () => {
  const failing = (name: string) => clientThat(() => Promise.reject(Object.assign(new Error(name), { name })));
  expect(await createStatusOfExecution(failing('ExecutionDoesNotExist'))('arn')).toBe('MISSING');
  await expect(createStatusOfExecution(failing('AccessDeniedException'))('arn')).rejects.toThrow(
    'AccessDeniedException',
  );
});
