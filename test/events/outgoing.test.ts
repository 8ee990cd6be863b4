import { describe, expect, test } from '@jest/globals';
import * as validators from '../../events/generated/validators.generated.js';
import { OUTGOING_EVENTS } from '../../events/names.ts';
import { outcomeEvent, parseApplicationApproved } from '../../events/outgoing.ts';

const AT = '2026-01-31T12:00:00.000Z';
const DEADLINE = '2026-03-02T12:00:00.000Z';

describe('The event that announces the state of an application', () => {
  test('contains reasons and deadline for a requested review', () => {
    const announced = { state: 'FLAGGED_FOR_REVIEW', reasons: ['NAME', 'ADDRESS'], reviewDeadline: DEADLINE } as const;
    expect(outcomeEvent('app-1', AT, announced)).toEqual({
      name: 'ReviewRequested',
      detail: {
        applicationId: 'app-1',
        outcome: 'FLAGGED_FOR_REVIEW',
        reasons: ['NAME', 'ADDRESS'],
        reviewDeadline: DEADLINE,
        occurredAt: AT,
      },
    });
  });

  test.each([true, false])(
    'for APPROVED has the member reviewed, which is true if a reviewer decided: %s',
    (reviewed) => {
      expect(outcomeEvent('app-1', AT, { state: 'APPROVED', reviewed })).toEqual({
        name: 'ApplicationApproved',
        detail: { applicationId: 'app-1', outcome: 'APPROVED', occurredAt: AT, reviewed },
      });
    },
  );

  test.each([
    ['REJECTED', 'ApplicationRejected'],
    ['FLAGGED_WITH_UNPROCESSABLE_DATA', 'ApplicationUnprocessable'],
    ['REVIEW_EXPIRED', 'ReviewExpired'],
  ] as const)('for %s is %s and contains only id, outcome and time', (state, name) => {
    const event = outcomeEvent('app-1', AT, { state });
    expect(event).toEqual({ name, detail: { applicationId: 'app-1', outcome: state, occurredAt: AT } });
  });

  test('does not exist for SUBMITTED', () => {
    expect(outcomeEvent('app-1', AT, { state: 'SUBMITTED' })).toBeUndefined();
  });

  test('matches the schema of its name', () => {
    const review = { state: 'FLAGGED_FOR_REVIEW', reasons: ['NAME'], reviewDeadline: DEADLINE } as const;
    const approved = outcomeEvent('app-1', AT, { state: 'APPROVED', reviewed: false });
    expect(validators.isReviewRequested(outcomeEvent('app-1', AT, review)?.detail)).toBe(true);
    expect(validators.isApplicationApproved(approved?.detail)).toBe(true);
    expect(validators.isApplicationRejected(approved?.detail)).toBe(false);
  });
});

test('every outgoing event has a schema and a validator', () => {
  expect(OUTGOING_EVENTS.filter((name) => !(`is${name}` in validators))).toEqual([]);
});

test('an invalid ApplicationApproved is not read', () => {
  expect(parseApplicationApproved({ applicationId: 'app-1', outcome: 'APPROVED', occurredAt: AT })).toMatchObject({
    applicationId: 'app-1',
  });
  expect(parseApplicationApproved({ applicationId: 'app-1', outcome: 'REJECTED', occurredAt: AT })).toBeUndefined();
  expect(parseApplicationApproved({ applicationId: '../x', outcome: 'APPROVED', occurredAt: AT })).toBeUndefined();
});
