import { describe, expect, test } from '@jest/globals';
import { explain, missingConfiguration } from '../../../../handlers/reviews/polling-worker/explain.ts';
import { TryAgainException } from '../../../../handlers/shared/errors.ts';

const SECRET = 'token-of-kirk';
const ENV = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
const refused = Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' });

describe('The explanation of a failed attempt', () => {
  test.each([
    ['a refused connection', refused],
    ['a refused connection that another error wraps', new TryAgainException(SECRET, { cause: refused })],
    ['a timeout of the SDK', Object.assign(new Error(SECRET), { name: 'TimeoutError' })],
  ])('says that the endpoint does not answer after %s', (_, error) => {
    expect(explain(error, ENV)).toBe('No answer from http://127.0.0.1:4566; is the system running (npm start)?');
  });

  test('names the region if no endpoint is set', () => {
    expect(explain(refused, { AWS_REGION: 'eu-west-1' })).toMatch(/^No answer from AWS in eu-west-1;/);
    expect(explain(refused, {})).toMatch(/^No answer from AWS in the configured region;/);
  });

  test('contains the names of the error and its causes, but not their messages, which may contain a task token', () => {
    const denied = Object.assign(new Error(SECRET), { name: 'AccessDeniedException' });
    expect(explain(denied, ENV)).toBe('AccessDeniedException');
    const wrapped = new TryAgainException(SECRET, { cause: new RangeError(SECRET) });
    expect(explain(wrapped, ENV)).toBe('TryAgainException, caused by RangeError');
    expect(explain(SECRET, ENV)).toBe('unknown');
  });
});

describe('Missing configuration', () => {
  const found = async () => 'found';
  const missing = () => Promise.reject(new Error('not found'));

  test('is reported with the command that configures the local system', async () => {
    const hint = 'For the system on this machine: eval "$(npm run -s env)"';
    expect(await missingConfiguration({ region: missing, credentials: missing })).toBe(`Region is missing. ${hint}`);
    expect(await missingConfiguration({ region: found, credentials: missing })).toBe(
      `Credentials are missing. ${hint}`,
    );
  });

  test('is not reported if region and credentials are found', async () => {
    expect(await missingConfiguration({ region: found, credentials: found })).toBeUndefined();
  });
});
