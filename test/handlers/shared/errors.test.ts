import { describe, expect, test } from '@jest/globals';
import { callService, loggedError, TryAgainException } from '../../../handlers/shared/errors.ts';

const failWith = (name: string, members: object = {}) => {
  const error = Object.assign(new Error('what AWS said'), { name, ...members });
  return callService('Reading the application', () => Promise.reject(error)).catch((failure: Error) => failure);
};

describe('A failed call to a service', () => {
  test.each([
    ['ThrottlingException', {}],
    ['ProvisionedThroughputExceededException', {}],
    ['TransactionConflictException', {}],
    ['InternalServerError', { $fault: 'server' }],
    ['TransactionInProgressException', { $fault: 'client', $retryable: {} }],
    ['TimeoutError', {}],
    ['Error', { code: 'ECONNREFUSED' }],
    ['Error', { code: 'ECONNRESET' }],
  ])('is thrown as TryAgainException: %s %j', async (name, members) => {
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
  ])('is thrown unchanged: %s', async (name, members) => {
    expect((await failWith(name, members)).name).toBe(name);
  });
});

describe('The logged part of an error', () => {
  test('is its name and the names and codes of its causes, but no message', () => {
    const refused = Object.assign(new Error('connect to token-of-kirk'), { code: 'ECONNREFUSED' });
    const request = new Error('Spock, 1 Street', { cause: refused });
    expect(loggedError(new TryAgainException('Reading did not work.', { cause: request }))).toEqual({
      error: 'TryAgainException',
      causes: ['Error', 'Error ECONNREFUSED'],
    });
  });

  test('is only its name without a cause, or "unknown" if the value is not an Error', () => {
    expect(loggedError(new TypeError('odd'))).toEqual({ error: 'TypeError', causes: [] });
    expect(loggedError('token-of-kirk')).toEqual({ error: 'unknown', causes: [] });
    expect(loggedError(new Error('odd', { cause: 'token-of-kirk' }))).toEqual({ error: 'Error', causes: ['unknown'] });
  });

  test('is limited if the causes form a cycle', () => {
    const first: Error = new Error('first');
    const second = new RangeError('second', { cause: first });
    first.cause = second;
    expect(loggedError(first).causes.slice(0, 3)).toEqual(['RangeError', 'Error', 'RangeError']);
  });
});
