import { expect, test } from '@jest/globals';
import { resumedState, steerableBy } from '../../console/src/operations/steerable.ts';

test.each([
  ['RUNNING', 'stop'],
  ['FAILED', 'redrive'],
  ['TIMED_OUT', 'redrive'],
  ['ABORTED', 'redrive'],
  ['SUCCEEDED', undefined],
  ['PENDING_REDRIVE', undefined],
] as const)('An operator may do with a run that is %s: %s; nobody else may', (status, action) => {
  expect(steerableBy({ roles: ['operator'] }, status)).toBe(action);
  expect(steerableBy({ roles: ['supervisor', 'auditor', 'reviewer'] }, status)).toBeUndefined();
});

const state = (name: string, status: string, enteredAt?: string, exitedAt?: string) => ({
  name,
  type: 'Task',
  status,
  ...(enteredAt && { enteredAt }),
  ...(exitedAt && { exitedAt }),
});

test('A redrive continues in the state that failed, or in the last one that was entered and not left', () => {
  const first = state('Register', 'succeeded', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z');
  const failed = state('Check', 'failed', '2026-01-01T00:00:01Z');
  const waiting = state('Pending Review', 'running', '2026-01-01T00:00:02Z');
  expect(resumedState({ states: [first, failed, state('End', 'pending')] })).toBe('Check');
  expect(resumedState({ states: [waiting, first] })).toBe('Pending Review');
  expect(resumedState({ states: [first] })).toBeUndefined();
});
