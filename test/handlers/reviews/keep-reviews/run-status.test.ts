import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, jest, test } from '@jest/globals';
import { createHasRunFailed } from '../../../../handlers/reviews/keep-reviews/run-status.ts';

const clientWith = (answer: () => object): SFNClient => {
  const client = new SFNClient({ region: 'us-east-1' });
  jest.spyOn(client, 'send').mockImplementation(async () => answer());
  return client;
};
const failure = (name: string) => () => {
  throw Object.assign(new Error('no'), { name });
};

test.each([
  ['RUNNING', false],
  ['SUCCEEDED', false],
  ['PENDING_REDRIVE', false],
  ['FAILED', true],
  ['TIMED_OUT', true],
  ['ABORTED', true],
])('A run that is %s has failed: %s', async (status, expected) => {
  expect(await createHasRunFailed(clientWith(() => ({ status })))('arn')).toBe(expected);
});

test('a run that Step Functions no longer has counts as failed; other errors are thrown', async () => {
  expect(await createHasRunFailed(clientWith(failure('ExecutionDoesNotExist')))('arn')).toBe(true);
  await expect(createHasRunFailed(clientWith(failure('ThrottlingException')))('arn')).rejects.toThrow('no');
});
