import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { payloadOf } from '../../handlers/operations/redrive-dead-letters/payload.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ROUTE = 'GET /operations/dead-letters/{queue}';

const payloadFor = async (role: string, query: Record<string, string> = { payloadOf: 'dead-letter-1' }) => {
  const { body } = await api.ask(ROUTE, user(`${role}-1`, role), { path: 'some-dlq', query });
  return body.items[0].payload;
};

describe('The content of a dead-letter message', () => {
  test.each(['operator', 'supervisor'])(
    'is for the %s who asks for it; the access log names its application',
    async (role) => {
      expect(await payloadFor(role)).toEqual({ applicationId: 'app-1', name: 'Canary' });
      expect(api.accesses.at(-1)).toMatchObject({ routeKey: ROUTE, caller: `${role}-1`, shown: ['app-1'] });
    },
  );

  test('is not for auditors, and not in an answer to a question for none or for another message', async () => {
    expect(await payloadFor('auditor')).toBeUndefined();
    expect(await payloadFor('operator', {})).toBeUndefined();
    expect(await payloadFor('operator', { payloadOf: 'another' })).toBeUndefined();
    expect(api.accesses.at(-1)).toMatchObject({ shown: [] });
  });

  test.each([
    ['a member', { taskToken: 'AQC+/=', id: 'a' }, { taskToken: '(redacted)', id: 'a' }],
    [
      'JSON inside of JSON',
      { body: JSON.stringify({ task_token: 'AQC+/=' }) },
      { body: '{"task_token":"(redacted)"}' },
    ],
    ['a sentence', { text: 'TaskToken: AQC+/= was sent' }, { text: 'TaskToken: (redacted) was sent' }],
    [
      'two places',
      { taskToken: 'AQC+/=', url: '/answer/AQC+/=' },
      { taskToken: '(redacted)', url: '/answer/(redacted)' },
    ],
  ])('is without task tokens: in %s', (_, body, expected) => {
    expect(payloadOf({ body: JSON.stringify(body) })).toEqual(expected);
  });

  test('is a text if it is not JSON, also then without task tokens', () => {
    expect(payloadOf({ body: 'not JSON' })).toBe('not JSON');
    expect(payloadOf({ body: '{"taskToken":"AQC+/=","id":' })).toBe('{"taskToken":"(redacted)","id":');
  });
});
