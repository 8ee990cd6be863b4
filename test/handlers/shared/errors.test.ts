import { describe, expect, test } from '@jest/globals';
import { callService } from '../../../handlers/shared/errors.ts';

const failWith = (name: string, members: object = {}) => {
  const error = Object.assign(new Error('what AWS said'), { name, ...members });
  return callService('Reading the application', () => Promise.reject(error)).catch((failure: Error) => failure);
};

describe('A failed call to a service', () => {
  test.each([
    ['ThrottlingException', {}],
    ['ProvisionedThroughputExceededException', {}],
    ['InternalServerError', { $fault: 'server' }],
    ['TransactionInProgressException', { $fault: 'client', $retryable: {} }],
    ['TimeoutError', {}],
    ['Error', { code: 'ECONNREFUSED' }],
    ['Error', { code: 'ECONNRESET' }],
  ])('is worth another attempt: %s %j', async (name, members) => {
    const failure = await failWith(name, members);
    expect([failure.name, failure.message]).toEqual([
      'TryAgainException',
      'Reading the application did not work this time.',
    ]);
    expect(failure.cause).toMatchObject({ message: 'what AWS said' });
  });

  test.each([
    ['AccessDeniedException', { $fault: 'client' }],
    ['ResourceNotFoundException', { $fault: 'client' }],
    ['ValidationException', { $fault: 'client' }],
    ['TypeError', {}],
  ])('stays what it is: %s', async (name, members) => {
    expect((await failWith(name, members)).name).toBe(name);
  });
});
