import { describe, expect, test } from '@jest/globals';
import { Execution, START_MS } from '../harness.ts';

const wait = (fields: object, language: object = {}) => ({
  ...language,
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', End: true, ...fields } },
});
const JSONATA = { QueryLanguage: 'JSONata' };

describe('a Wait', () => {
  test('ends at its time and not earlier', async () => {
    const execution = await new Execution(wait({ Seconds: 90 }), { input: { a: 1 } }).begin();
    expect([...execution.timers]).toEqual([['wait1@', START_MS + 90_000]]);
    await execution.pass(89);
    expect(execution.snapshot.status).toBe('RUNNING');
    await execution.pass(1);
    expect(execution.snapshot).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } });
    expect(execution.chain()).toEqual([
      '1 0 ExecutionStarted',
      '2 0 WaitStateEntered',
      '3 2 WaitStateExited',
      '4 3 ExecutionSucceeded',
    ]);
  });

  test.each([
    ['Timestamp', { Timestamp: '2026-01-02T03:05:05Z' }, {}, 60_000],
    ['Timestamp with an offset', { Timestamp: '2026-01-02T05:05:05+02:00' }, {}, 60_000],
    ['SecondsPath', { SecondsPath: '$.s' }, {}, 30_000],
    ['TimestampPath', { TimestampPath: '$.t' }, {}, 3_600_000],
    ['Seconds in JSONata', { Seconds: '{% $states.input.s * 2 %}' }, JSONATA, 60_000],
    ['Timestamp in JSONata', { Timestamp: '{% $states.input.t %}' }, JSONATA, 3_600_000],
    ['more than 2^31 milliseconds', { Seconds: 31_536_000 }, {}, 31_536_000_000],
  ])('reads %s', async (_, fields, language, afterMs) => {
    const execution = new Execution(wait(fields, language), { input: { s: 30, t: '2026-01-02T04:04:05.000Z' } });
    await execution.give({ kind: 'start' });
    expect([...execution.timers.values()]).toEqual([START_MS + afterMs]);
  });

  test('does not wait for a time in the past', async () => {
    const execution = await new Execution(wait({ Timestamp: '2016-03-14T01:59:00Z' })).run();
    expect(execution.snapshot.status).toBe('SUCCEEDED');
    expect(execution.timers.size).toBe(0);
  });

  test('refuses a date without an offset and negative seconds', async () => {
    const bad = await new Execution(wait({ TimestampPath: '$.t' }), { input: { t: '2016-12-05T21:29:29' } }).run();
    expect(bad.snapshot.cause).toBe(
      "An error occurred while executing the state 'Wait' (entered at the event id #2). The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2016-12-05T21:29:29",
    );
    const noDay = await new Execution(wait({ TimestampPath: '$.t' }), { input: { t: '2026-02-30T00:00:00Z' } }).run();
    expect(noDay.snapshot.error).toBe('States.Runtime');
    const negative = await new Execution(wait({ SecondsPath: '$.s' }), { input: { s: -1 } }).run();
    expect(negative.snapshot.cause).toBe(
      "An error occurred while executing the state 'Wait' (entered at the event id #2). The SecondsPath parameter references a negative value: $.s == -1",
    );
  });
});
