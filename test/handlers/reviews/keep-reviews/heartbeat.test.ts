import type { SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { createSendHeartbeat } from '../../../../handlers/reviews/keep-reviews/heartbeat.ts';

const failing = (name: string) =>
  ({ send: () => Promise.reject(Object.assign(new Error(name), { name })) }) as unknown as SFNClient;

test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
  '%s means that the token is no longer valid',
  async (name) => {
    expect(await createSendHeartbeat(failing(name))('token')).toBe('GONE');
  },
);

test('any other error is thrown and does not count as an invalid token', async () => {
  await expect(createSendHeartbeat(failing('ThrottlingException'))('token')).rejects.toThrow('ThrottlingException');
});
