import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startBus } from '../bus.ts';

const RECORDED = join(import.meta.dirname, '../../../../../../shared/conformance/patterns.jsonl');

interface Case {
  readonly id: string;
  readonly event: string;
  readonly pattern: string;
  readonly expect: 'match' | 'nomatch' | 'error';
  readonly error?: { readonly code: string; readonly message: string };
}

describe('TestEventPattern answers as recorded on AWS', () => {
  if (!existsSync(RECORDED)) {
    test.skip(`the recordings are missing: ${RECORDED}`, () => {});
    return;
  }
  const cases = readFileSync(RECORDED, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { event, pattern, ...wanted }) => {
    const bus = await startBus();
    const answer = await bus.call('TestEventPattern', { Event: event, EventPattern: pattern }).then(
      ({ Result }) => ({ expect: Result ? 'match' : 'nomatch' }),
      ({ code, message }) => ({ expect: 'error', error: { code, message } }),
    );
    await bus.kernel.stop();
    const { expect: outcome, error } = wanted;
    expect(answer).toEqual(error ? { expect: outcome, error } : { expect: outcome });
  });
});
