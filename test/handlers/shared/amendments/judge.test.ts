import { describe, expect, test } from '@jest/globals';
import { judgeAmendment } from '../../../../handlers/shared/amendments/judge.ts';
import { currentData, type InformationRequest } from '../../../../handlers/shared/application-record.ts';
import { NOON, recordOf } from '../../in-memory-applications.ts';

const request = (round: 1 | 2 | 3): InformationRequest => ({
  round,
  reasonCode: 'NAME_UNCLEAR',
  questions: ['Is this your real name?'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  deadline: '2026-01-31T12:00:00.001Z',
});
const FIRST = { version: 2, name: 'Spock', amendedAt: '2026-01-31T11:30:00.000Z' } as const;
const waiting = recordOf({ state: 'INFORMATION_REQUESTED', informationRequests: [request(1)] });
const amended = recordOf({ state: 'FLAGGED_FOR_REVIEW', informationRequests: [request(1)], amendments: [FIRST] });
const waitingAgain = {
  ...amended,
  state: 'INFORMATION_REQUESTED',
  informationRequests: [request(1), request(2)],
} as const;

describe('An amendment', () => {
  test('that answers the open request is taken until the deadline', () => {
    expect(judgeAmendment(waiting, { version: 2, name: 'Spock' }, NOON)).toBe('TAKE');
    expect(judgeAmendment(waitingAgain, { version: 3, name: 'Spock' }, NOON)).toBe('TAKE');
    const late = new Date('2026-01-31T12:00:00.001Z');
    expect(judgeAmendment(waiting, { version: 2, name: 'Spock' }, late)).toEqual({ refusal: 'TOO_LATE' });
    const expired = { ...waiting, state: 'REVIEW_EXPIRED' } as const;
    expect(judgeAmendment(expired, { version: 2, name: 'Spock' }, NOON)).toEqual({ refusal: 'TOO_LATE' });
  });

  test('that is equal to the one on record is known, in any state and after any deadline', () => {
    for (const record of [amended, waitingAgain, { ...amended, state: 'APPROVED' } as const])
      expect(judgeAmendment(record, { version: 2, name: 'Spock' }, new Date('2099-01-01T00:00:00.000Z'))).toBe('KNOWN');
  });

  test.each([
    ['of an unknown application', undefined, 2, 'NOT_FOUND'],
    ['of an application that was never returned', recordOf(), 2, 'NOT_REQUESTED'],
    ['after the request was answered', amended, 3, 'NOT_REQUESTED'],
    ['of a later version', waiting, 3, 'WRONG_VERSION'],
    ['of a version that has other data', waitingAgain, 2, 'AMENDED_BEFORE'],
  ] as const)('%s is refused', (_, record, version, refusal) => {
    expect(judgeAmendment(record, { version, address: '1 Street' }, NOON)).toEqual({ refusal });
  });
});

test('The current data of an application has the newest value of each member, and the submission stays as it was', () => {
  const record = recordOf({
    amendments: [FIRST, { ...FIRST, version: 3, name: 'Mister Spock', email: 'a@b.example' }],
  });
  expect(currentData(record)).toEqual({
    name: 'Mister Spock',
    address: '123 Enterprise Street',
    email: 'a@b.example',
  });
  expect(record.name).toBe('Spock');
});
