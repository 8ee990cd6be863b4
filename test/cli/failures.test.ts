import { describe, expect, test } from '@jest/globals';
import { CommandFailure, explain } from '../../cli/failures.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const ENV = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

describe('A command ends', () => {
  test('with the exit code and the message of a CommandFailure', () => {
    expect(explain(new CommandFailure(4, 'Taken.'), ENV)).toEqual({ exitCode: 4, message: 'Taken.' });
  });

  test.each([
    ['ResourceNotFoundException', 3],
    ['QueueDoesNotExist', 3],
    ['ExecutionDoesNotExist', 3],
    ['IllegalStatusException', 4],
    ['ExecutionNotRedrivable', 4],
    ['AccessDeniedException', 1],
  ])('for the AWS error %s with %i', (name, exitCode) => {
    expect(explain(named(name, 'As AWS says it.'), ENV).exitCode).toBe(exitCode);
  });

  test('with 5 if the connection is refused, at any depth of causes', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const wrapped = new Error('fetch failed', { cause: new AggregateError([refused]) });
    expect(explain(wrapped, ENV)).toEqual({
      exitCode: 5,
      message: 'No answer from http://127.0.0.1:4566; is the system running (npm start)?',
    });
  });

  test('with 5 and the names of both variables if keys are set, no endpoint is set, and AWS does not answer', () => {
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_REGION: 'eu-west-1' };
    const { exitCode, message } = explain(named('TimeoutError', 'socket hang up'), env);
    expect([exitCode, message]).toEqual([
      5,
      'No answer from AWS in eu-west-1. AWS_ACCESS_KEY_ID is set but AWS_ENDPOINT_URL is not, so the command calls AWS. ' +
        'For the system on this machine: eval "$(npm run -s env)"',
    ]);
  });

  test('with the names of both variables if AWS does not know the key and no endpoint is set', () => {
    const unknown = named('UnrecognizedClientException', 'The security token included in the request is invalid.');
    expect(explain(unknown, { AWS_ACCESS_KEY_ID: 'test' }).message).toMatch(
      /^The security token .* invalid\. AWS_ACCESS_KEY_ID is set but AWS_ENDPOINT_URL is not/,
    );
  });

  test.each([
    [named('CredentialsProviderError', 'Could not load credentials from any providers')],
    [new Error('Region is missing')],
  ])('with 2 and a hint for the configuration if credentials or region are missing', (error) => {
    const { exitCode, message } = explain(error, ENV);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/For the system on this machine: eval "\$\(npm run -s env\)"$/);
  });

  test('with the name and message of an unknown error, on one line', () => {
    expect(explain(named('Odd', 'two\n  lines'), ENV)).toEqual({ exitCode: 1, message: 'Odd: two lines' });
    expect(explain('thrown text', ENV)).toEqual({ exitCode: 1, message: 'thrown text' });
  });
});
