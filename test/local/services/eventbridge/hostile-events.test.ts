import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';
import { SEED, seeded } from '../../../support/seed.ts';
import { queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
beforeEach(async () => {
  bus = await startBus();
  await bus.rule('all', { source: [{ prefix: '' }], detail: { a: [{ exists: false }, 1] } }, queueTarget('orders'));
  await bus.call('CreateArchive', {
    ArchiveName: 'all',
    EventSourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
  });
});
afterEach(() => bus.kernel.stop());

const send = (Detail: unknown, more: Record<string, unknown> = {}) =>
  bus.call('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'Sold', Detail, ...more }] });
const malformed = {
  FailedEntryCount: 1,
  Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
};
const nested = (depth: number, open = '{"b":', close = '}') => `${open.repeat(depth)}1${close.repeat(depth)}`;

describe('hostile events', () => {
  test.each([
    ['an object with very deep nesting', nested(40_000)],
    ['lists with very deep nesting', `{"b":${nested(100_000, '[', ']')}}`],
    ['brackets that never close', `{"b":${'['.repeat(200_000)}`],
    ['a string that never closes', `{"b":"${'x'.repeat(200_000)}`],
    ['a byte order mark', '\uFEFF{}'],
    ['a lone backslash', '{"b":"\\"}'],
    ['a number with a leading zero', '{"b":01}'],
    ['undefined', 'undefined'],
  ])('%s gives MalformedDetail', async (_, detail) => {
    expect(await send(detail)).toEqual(malformed);
  });

  test('a detail of a thousand nesting levels is delivered unchanged', async () => {
    const detail = nested(1_000);
    await send(detail);
    await bus.targets.reached(1);
    expect(bus.targets.calls[0]?.input.MessageBody).toContain(`"detail":${detail}`);
  });

  test('keys such as __proto__ arrive as ordinary keys', async () => {
    const detail = '{"__proto__":{"a":1},"constructor":{"prototype":{"x":1}},"hasOwnProperty":1}';
    await send(detail);
    await bus.targets.reached(1);
    expect(bus.targets.calls[0]?.input.MessageBody).toContain(`"detail":${detail}`);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  test('a lone surrogate and a NUL character survive the store', async () => {
    await send('{"b":"\\ud800 \\u0000 \\udfff"}', { DetailType: 'half \ud800 and \u0000' });
    await bus.targets.reached(1);
    expect(bus.targets.bodies('orders')).toMatchObject([
      { 'detail-type': 'half \ud800 and \u0000', detail: { b: '\ud800 \u0000 \udfff' } },
    ]);
  });

  test('characters that queues reject are escaped', async () => {
    await send('{"b":"\ufffe\uffff\ud83d\ude80\ud83d"}');
    await bus.targets.reached(1);
    expect(bus.targets.calls[0]?.input.MessageBody).toContain('"detail":{"b":"\\ufffe\\uffff\ud83d\ude80\\ud83d"}');
  });

  test('an entry above the size limit is rejected, one just below it is accepted', async () => {
    const big = (bytes: number) => `{"b":"${'x'.repeat(bytes - 8)}"}`;
    await expect(send(big(262_144 - 8))).rejects.toMatchObject({
      message: 'Total size of the entries in the request is over the limit.',
    });
    expect(await send(big(262_144 - 9))).toMatchObject({ FailedEntryCount: 0 });
  });

  test.each([
    ['Detail', 7],
    ['Detail', { b: 1 }],
    ['Source', ['shop']],
    ['DetailType', true],
    ['Resources', 'arn:x'],
    ['Resources', [1]],
    ['Time', 'yesterday'],
    ['Time', 1e300],
    ['Time', '+012345-01-01T00:00:00Z'],
    ['Time', -1e11],
    ['EventBusName', {}],
  ])('a member %s with the value %j is a SerializationException', async (name, value) => {
    await expect(send('{}', { [name]: value })).rejects.toMatchObject({ code: 'SerializationException' });
  });

  test.each([[null], ['text'], [7], [{}]])('entries that are %j are rejected', async (Entries) => {
    await expect(bus.call('PutEvents', { Entries })).rejects.toBeInstanceOf(AwsError);
  });

  const sendRandomOnes = async (): Promise<void> => {
    const keys = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a', 'toString', ''));
    const details = fc.oneof(
      fc.json(),
      fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 })).map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.anything(),
    );
    const entries = fc.record(
      {
        Source: fc.oneof(fc.string(), fc.constant('shop')),
        DetailType: fc.string(),
        Detail: details,
        Time: fc.anything(),
      },
      { requiredKeys: ['Source', 'DetailType', 'Detail'] },
    );
    let kept = 0;
    const samples = fc.sample(entries, { numRuns: 10_000, seed: SEED });
    const outcomes = await Promise.all(
      samples.map((entry) =>
        bus.call('PutEvents', { Entries: [entry] }).then(
          ({ FailedEntryCount, Entries }) => {
            kept += FailedEntryCount === 0 ? 1 : 0;
            const [answer] = Entries as { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
            return Boolean(answer?.EventId ?? (answer?.ErrorCode && answer.ErrorMessage));
          },
          (error: unknown) => error instanceof AwsError && error.statusCode === 400 && error.message !== '',
        ),
      ),
    );
    expect(outcomes.filter((clear) => !clear)).toEqual([]);
    expect(kept).toBeGreaterThan(300);
    await bus.settled();
    expect(await bus.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({ EventCount: kept });
  };

  test('ten thousand random events are each stored, or refused with an error of AWS', () => seeded(sendRandomOnes));
});

describe('hostile patterns', () => {
  const event = JSON.stringify({
    id: '1',
    source: 's',
    account: 'a',
    time: 't',
    region: 'r',
    'detail-type': 'd',
    detail: { a: [{ b: 1 }, 'x', null, [[{ b: 'y' }]]], b: '10.0.0.1' },
  });
  const ask = (EventPattern: unknown, Event: unknown = event) =>
    bus.call('TestEventPattern', { EventPattern, Event }).then(
      ({ Result }) => typeof Result === 'boolean',
      (error: unknown) => error instanceof AwsError && error.statusCode === 400,
    );

  const askRandomOnes = async (): Promise<void> => {
    const operators = fc.constantFrom(
      'prefix',
      'suffix',
      'numeric',
      'anything-but',
      'exists',
      'cidr',
      'wildcard',
      '$or',
      'detail',
      'a',
      'b',
      '__proto__',
    );
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom<unknown>('', 'a', '*a*', '10.0.0.0/8', '>', '=', 1, -1, 6e9, true, null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(operators, tie('json'), { maxKeys: 3 }),
      ),
    }));
    const broken = fc.tuple(json, fc.nat(), fc.string({ maxLength: 2 })).map(([value, at, noise]) => {
      const text = JSON.stringify(value);
      return text.slice(0, at % text.length) + noise + text.slice((at % text.length) + 1);
    });
    const patterns = fc.oneof(
      fc.anything(),
      fc.string(),
      json.map((value) => JSON.stringify(value)),
      broken,
    );
    const answers = await Promise.all(
      fc.sample(patterns, { numRuns: 5_000, seed: SEED }).map((pattern) => ask(pattern)),
    );
    expect(answers.filter((clear) => !clear)).toEqual([]);
  };

  test('random texts and random JSON are answered, or refused with an error of AWS', () => seeded(askRandomOnes));

  test.each([
    ['ten thousand alternatives of $or', JSON.stringify({ $or: Array.from({ length: 10_000 }, () => ({ a: [1] })) })],
    ['ten thousand stars', JSON.stringify({ a: [{ wildcard: '*a'.repeat(10_000) }] })],
    [
      'ten thousand wildcards',
      JSON.stringify({ a: Array.from({ length: 10_000 }, (_, n) => ({ wildcard: `*${n}*` })) }),
    ],
    ['patterns with a hundred thousand nesting levels', nested(100_000)],
  ])('%s are rejected without delay', async (_, pattern) => {
    const asking = async () => expect(await ask(pattern)).toBe(true);
    expect(await cpuMsOf(asking)).toBeLessThan(2_000);
  });
});
