import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { APPLICATION_ID } from '../../events/application-id.ts';
import { parseApplicationSubmitted } from '../../events/application-submitted.ts';
import { cpuMsOf } from '../support/cpu-time.ts';

const GOOD = { id: 'app-1', name: 'Spock', address: '123 Enterprise Street' };
const withField = (field: string, value: unknown) => ({ application: { ...GOOD, [field]: value } });

function reasonFor(detail: unknown): string {
  const parsed = parseApplicationSubmitted(detail);
  return parsed.ok ? 'accepted' : parsed.reason;
}

describe('A valid submission', () => {
  test('is read with its four fields', () => {
    const application = { ...GOOD, email: 'spock@enterprise.example' };
    expect(parseApplicationSubmitted({ application })).toEqual({ ok: true, application });
  });

  test('is read with its sender only if the API says that it has checked who it is', () => {
    const detail = { application: GOOD, submittedBy: 'kirk' };
    expect(parseApplicationSubmitted(detail)).toEqual({ ok: true, application: GOOD });
    expect(parseApplicationSubmitted({ ...detail, attributed: false })).toEqual({ ok: true, application: GOOD });
    const expected = { ok: true, application: GOOD, submittedBy: 'kirk' };
    expect(parseApplicationSubmitted({ ...detail, attributed: true })).toEqual(expected);
  });

  test('is read without unknown members', () => {
    const detail = { application: { ...GOOD, rank: 'commander' }, sentBy: 'a newer version' };
    expect(parseApplicationSubmitted(detail)).toEqual({ ok: true, application: GOOD });
  });

  test.each([
    ['id', 'A'],
    ['id', 'a.b_c-9'.padEnd(64, 'x')],
    ['name', 'x'],
    ['name', 'Ž'.repeat(200)],
    ['name', '🖖'.repeat(200)],
    ['name', '李小龍'],
    ['address', 'x'.repeat(500)],
    ['email', 'a@b.example'],
    ['email', `${'a'.repeat(64)}@${'b'.repeat(63)}.example`],
  ])('with %s at its limits (%#)', (field, value) => {
    expect(reasonFor(withField(field, value))).toBe('accepted');
  });
});

describe('An invalid submission is refused with a reason that names the field and its rule', () => {
  const ID = 'application.id must be 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen';
  const NAME = 'application.name must be 1 to 200 characters without control characters';
  const ADDRESS = 'application.address must be 1 to 500 characters without control characters';
  const EMAIL = 'application.email must be an e-mail address of at most 254 characters';

  test.each([
    ['id', '', ID],
    ['id', 'x'.repeat(65), ID],
    ['id', 'a b', ID],
    ['id', 'a/b', ID],
    ['id', 'a\n', ID],
    ['id', 7, ID],
    ['name', '', NAME],
    ['name', 'x'.repeat(201), NAME],
    ['name', 'Spock\u0000', NAME],
    ['name', 'Spock\nBcc: all', NAME],
    ['name', 'Spock\u0085', NAME],
    ['name', 'Spock\ud800', NAME],
    ['name', null, NAME],
    ['address', '', ADDRESS],
    ['address', 'x'.repeat(501), ADDRESS],
    ['address', '1 Street\r', ADDRESS],
    ['email', 'nobody', EMAIL],
    ['email', 'a@b', EMAIL],
    ['email', 'a@b@c.example', EMAIL],
    ['email', 'a b@c.example', EMAIL],
    ['email', '', EMAIL],
    ['email', `a@${'b.'.repeat(200)}example`, EMAIL],
  ])('for %s (%#)', (field, value, reason) => {
    expect(reasonFor(withField(field, value))).toBe(reason);
  });

  test('for each field that is wrong or missing', () => {
    expect(reasonFor({ application: { id: 'a b', name: '' } })).toBe(`application.address is missing; ${ID}; ${NAME}`);
  });

  test.each([
    [{}, 'application is missing'],
    [{ application: null }, 'application must be an object with id, name and address'],
    [{ application: [] }, 'application must be an object with id, name and address'],
    [null, 'the event must be an object with the member application'],
    ['text', 'the event must be an object with the member application'],
    [undefined, 'the event must be an object with the member application'],
  ])('for a detail without an application (%#)', (detail, reason) => {
    expect(reasonFor(detail)).toBe(reason);
  });

  test('for nesting of more than 32 levels, even for very deep nesting', () => {
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(reasonFor({ application: GOOD, more: nested(31) })).toBe('accepted');
    expect(reasonFor({ application: GOOD, more: nested(32) })).toBe('the event must be nested at most 32 levels deep');
    expect(reasonFor({ application: GOOD, more: nested(5000) })).toBe(
      'the event must be nested at most 32 levels deep',
    );
  });

  test('for JSON of more than 65536 bytes', () => {
    const bytesAround = '{"application":{"id":"app-1","name":"Spock","address":"123 Enterprise Street"},"more":""}'
      .length;
    const ofBytes = (bytes: number) => ({ application: GOOD, more: 'x'.repeat(bytes - bytesAround) });
    expect(reasonFor(ofBytes(65_536))).toBe('accepted');
    expect(reasonFor(ofBytes(65_537))).toBe('the event must have at most 65536 bytes');
    expect(reasonFor({ application: GOOD, more: 'é'.repeat(32_768) })).toBe('the event must have at most 65536 bytes');
  });
});

describe('For any input', () => {
  test('the result is a submission or a reason, never an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (detail) => typeof parseApplicationSubmitted(detail).ok === 'boolean'));
  });

  test("a refusal never contains an applicant's value", () => {
    const canary = 'canary-7f3a';
    const field = fc.oneof(
      fc.constant(`${canary} \u0000`),
      fc.constant({ [canary]: canary }),
      fc.constant([canary]),
      fc.string().map((text) => `${canary}${text}\n`),
    );
    const application = fc.record({ id: field, name: field, address: field, email: field }, { requiredKeys: [] });
    fc.assert(fc.property(application, (wrong) => !reasonFor({ application: wrong }).includes(canary)));
  });

  test('an accepted submission is within its limits', () => {
    const application = fc.record({ id: fc.string(), name: fc.string(), address: fc.string() });
    fc.assert(
      fc.property(application, (given) => {
        const parsed = parseApplicationSubmitted({ application: given });
        if (!parsed.ok) return;
        expect(parsed.application.id).toMatch(APPLICATION_ID);
        expect(parsed.application.name).not.toMatch(/\p{Cc}/u);
        expect([...parsed.application.name].length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test('a long hostile e-mail address is checked quickly', async () => {
    const answering = () => {
      expect(reasonFor(withField('email', `${'a'.repeat(60_000)}!`))).toMatch(/application\.email/);
      expect(reasonFor(withField('email', `a@${'a-'.repeat(30_000)}`))).toMatch(/application\.email/);
    };
    expect(await cpuMsOf(answering)).toBeLessThan(1000);
  });
});
