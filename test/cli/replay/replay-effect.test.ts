import { expect, test } from '@jest/globals';
import { countEffects, replayEffectOf } from '../../../cli/replay/replay-effect.ts';

const record = (state: 'SUBMITTED' | 'FLAGGED_FOR_REVIEW' | 'APPROVED') => ({
  id: 'a-1',
  state,
  executionArn: 'run-1',
});

test('An application without a record is new', () => {
  expect(replayEffectOf(undefined, 'MISSING')).toBe('new');
});

test.each([
  ['SUBMITTED', 'RUNNING', 'inHand'],
  ['FLAGGED_FOR_REVIEW', 'RUNNING', 'inHand'],
  ['FLAGGED_FOR_REVIEW', 'PENDING_REDRIVE', 'inHand'],
  ['APPROVED', 'SUCCEEDED', 'decided'],
  ['SUBMITTED', 'FAILED', 'again'],
  ['FLAGGED_FOR_REVIEW', 'ABORTED', 'again'],
  ['FLAGGED_FOR_REVIEW', 'TIMED_OUT', 'again'],
  ['SUBMITTED', 'MISSING', 'again'],
  ['APPROVED', 'FAILED', 'announced'],
] as const)('An application recorded as %s whose run is %s is %s', (state, run, effect) => {
  expect(replayEffectOf(record(state), run)).toBe(effect);
});

test('Events and applications are counted separately, because an application may have several events', () => {
  const amendment = { isAmendment: true } as const;
  const events = [{ applicationId: 'a' }, { applicationId: 'a' }, { applicationId: 'b' }, {}, {}, amendment];
  const counts = countEffects(
    events,
    new Map([
      ['a', 'decided' as const],
      ['b', 'new' as const],
    ]),
  );
  expect(counts).toEqual([
    { effect: 'new', events: 1, applications: 1 },
    { effect: 'again', events: 0, applications: 0 },
    { effect: 'announced', events: 0, applications: 0 },
    { effect: 'inHand', events: 0, applications: 0 },
    { effect: 'decided', events: 2, applications: 1 },
    { effect: 'amendment', events: 1, applications: 0 },
    { effect: 'invalid', events: 2, applications: 0 },
  ]);
});
