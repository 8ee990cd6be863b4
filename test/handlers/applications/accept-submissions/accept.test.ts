import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSubmit } from '../../../../handlers/applications/accept-submissions/bus.ts';
import { TryAgainException } from '../../../../handlers/shared/errors.ts';
import { oauthClient, startApi, user } from '../../../api/api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => {
  api.submitted.length = 0;
});
afterAll(() => api.stop());

const spock = { application: { id: 'spock', name: 'Spock', address: '123 Street' } };
const submit = (body: unknown, headers: Record<string, string> = {}, who = oauthClient) =>
  api.ask('POST /applications', who, { body, headers });
const key = (value: string) => ({ 'idempotency-key': value });

describe('A submission', () => {
  test('is accepted with its id and stored with its sender', async () => {
    const { status, body, headers } = await submit(spock, {}, user('kirk', 'operator'));
    expect([status, body, headers.location]).toEqual([202, { id: 'spock' }, '/applications/spock']);
    expect(api.submitted).toEqual([{ id: 'spock', submittedBy: 'kirk' }]);
  });

  test('without an id gets a new id', async () => {
    const { body } = await submit({ application: { name: 'Spock', address: '123 Street' } });
    expect(body.id).toMatch(/^made-\d+$/);
  });

  test.each([
    [{}, 'application'],
    [{ application: { name: 'Spock' } }, 'application'],
    [{ application: { ...spock.application, name: '' } }, 'application.name'],
    [{ application: { ...spock.application, id: 'no spaces' } }, 'application.id'],
    ['{', 'body'],
    ['[]', 'body'],
  ])('that is not valid is refused with the field: %j', async (body, field) => {
    const answer = await submit(body);
    expect([answer.status, String(answer.body.field).startsWith(field)]).toEqual([400, true]);
    expect(JSON.stringify(answer.body)).not.toContain('no spaces');
    expect(api.submitted).toEqual([]);
  });

  test('that is too large, or not JSON, is refused', async () => {
    expect((await submit(`"${'x'.repeat(65_536)}"`)).status).toBe(413);
    expect((await submit('name=Spock', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  });
});

describe('A submission with the id of an application that exists', () => {
  const kirk = { id: 'kirk', name: 'Kirk', address: '1 Riverside', email: 'kirk@example.com' };
  beforeEach(async () => {
    const run = {
      executionArn: 'arn:aws:states:us-east-1:000000000000:execution:account-application:first',
      version: 1,
    };
    const at = '2026-01-31T11:00:00.000Z';
    await api.put('applications', { ...kirk, ...run, state: 'APPROVED', submittedAt: at, updatedAt: at });
  });

  test('and with the same data is sent again, and the answer has the state', async () => {
    const { status, body } = await submit({ application: kirk });
    expect([status, body]).toEqual([202, { id: 'kirk', state: 'APPROVED' }]);
    expect(api.submitted.map(({ id }) => id)).toEqual(['kirk']);
  });

  test('and the same Idempotency-Key has the answer of the first request', async () => {
    const application = { ...kirk, id: 'kirk-2' };
    const first = await submit({ application }, key('kirk'));
    await api.put('applications', { ...application, executionArn: 'arn', state: 'SUBMITTED', version: 1 });
    expect((await submit({ application }, key('kirk'))).body).toEqual(first.body);
  });

  test.each([
    ['name', { ...kirk, name: 'Khan' }],
    ['address', { ...kirk, address: '2 Riverside' }],
    ['email', { ...kirk, email: 'khan@example.com' }],
    ['no email', { id: 'kirk', name: 'Kirk', address: '1 Riverside' }],
  ])('and with another %s is refused, and says nothing about that application', async (_, application) => {
    const { status, body } = await submit({ application });
    expect([status, body.code, body.field]).toEqual([409, 'ID_TAKEN', 'application.id']);
    expect(JSON.stringify(body)).not.toMatch(/Kirk|Riverside|example|APPROVED/);
    expect(api.submitted).toEqual([]);
  });
});

describe('An Idempotency-Key', () => {
  const nameless = { application: { name: 'Spock', address: '123 Street' } };

  test('gives a repeated request the same id, and its event is sent once', async () => {
    const first = await submit(nameless, key('once'));
    const second = await submit(nameless, key('once'));
    expect([second.status, second.body]).toEqual([202, first.body]);
    expect(api.submitted).toHaveLength(1);
  });

  test('that was used for another request is refused', async () => {
    await submit(nameless, key('reused'));
    const { status, body } = await submit(spock, key('reused'));
    expect([status, body.code, body.field]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED', 'idempotency-key']);
  });

  test('of one sender does not affect the same key of another sender', async () => {
    const mine = await submit(nameless, key('shared'));
    const yours = await submit(nameless, key('shared'), user('kirk', 'operator'));
    expect(yours.body.id).not.toBe(mine.body.id);
  });

  test('of a request that the bus rejected is accepted again under the same id', async () => {
    const { submit: original } = api.bus;
    api.bus.submit = () => Promise.reject(new TryAgainException('The bus refused the event.'));
    const refused = await submit(nameless, key('unlucky'));
    expect([refused.status, refused.body.code]).toEqual([503, 'TRY_AGAIN']);
    api.bus.submit = original;
    const { status, body } = await submit(nameless, key('unlucky'));
    expect([status, api.submitted.map(({ id }) => id)]).toEqual([202, [body.id]]);
  });

  test.each(['', ' ', 'ä', 'x'.repeat(129)])('in an invalid format is refused: "%s"', async (value) => {
    expect((await submit(nameless, key(value))).body.field).toBe('idempotency-key');
  });
});

describe('The bus', () => {
  const busAnswering = (answer: object) =>
    createSubmit({ send: async () => answer } as unknown as Parameters<typeof createSubmit>[0], 'the-bus');

  test('gets the event with the source of the API and the checked sender', async () => {
    const sent: unknown[] = [];
    const send = async ({ input }: { input: unknown }) => {
      sent.push(input);
      return { FailedEntryCount: 0 };
    };
    const client = { send };
    await createSubmit(client as unknown as Parameters<typeof createSubmit>[0], 'the-bus')(spock.application, 'kirk');
    expect(sent).toEqual([
      {
        Entries: [
          {
            EventBusName: 'the-bus',
            Source: 'account-applications.api',
            DetailType: 'ApplicationSubmitted',
            Detail: JSON.stringify({ ...spock, submittedBy: 'kirk', attributed: true }),
          },
        ],
      },
    ]);
  });

  test('that answers 200 with a failed entry has not accepted the event', async () => {
    const failing = busAnswering({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await expect(failing(spock.application, 'kirk')).rejects.toThrow(TryAgainException);
    await expect(busAnswering({ FailedEntryCount: 0 })(spock.application, 'kirk')).resolves.toBeUndefined();
  });
});
