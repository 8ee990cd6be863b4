import type { SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { createStatusOfExecution } from '../../../../handlers/applications/register-application/execution-status.ts';

const clientThat = (send: () => Promise<unknown>) => ({ send }) as unknown as SFNClient;

test('the status of an earlier execution is read from Step Functions', async () => {
  const statusOf = createStatusOfExecution(clientThat(async () => ({ status: 'TIMED_OUT' })));
  expect(await statusOf('arn')).toBe('TIMED_OUT');
});

test('an execution that Step Functions no longer has is MISSING; other errors are thrown', async () => {
  const failing = (name: string) => clientThat(() => Promise.reject(Object.assign(new Error(name), { name })));
  expect(await createStatusOfExecution(failing('ExecutionDoesNotExist'))('arn')).toBe('MISSING');
  await expect(createStatusOfExecution(failing('AccessDeniedException'))('arn')).rejects.toThrow(
    'AccessDeniedException',
  );
});
