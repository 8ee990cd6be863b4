import { describe, expect, test } from '@jest/globals';
import { causeOf, groupByCause } from '../../../repair/dead-letters/cause.ts';

const deadLetter = (body: string, attributes: Record<string, string> = {}) => ({ body, attributes, receiveCount: 1 });
const SUBMISSION = '{"detail":{"application":{"id":"a-1","name":"Spock","address":"1 Street","email":"s@x.example"}}}';

describe('The cause of a dead-letter message', () => {
  test('is the error code and message in the attributes that EventBridge added', () => {
    const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'not authorized', RULE_ARN: 'r' };
    expect(causeOf(deadLetter('{}', attributes))).toEqual({ code: 'NO_PERMISSIONS', message: 'not authorized' });
  });

  test('is the error message of the function, in the attributes that Lambda added', () => {
    const attributes = { RequestID: '1', ErrorCode: '200', ErrorMessage: 'The topic is gone.' };
    expect(causeOf(deadLetter('{}', attributes))).toEqual({ code: 'FUNCTION_ERROR', message: 'The topic is gone.' });
  });

  test('does not contain text of the applicant', () => {
    const ERROR_MESSAGE = 'Spock of 1 Street (s@x.example) is not possible';
    expect(causeOf(deadLetter(SUBMISSION, { ERROR_CODE: 'X', ERROR_MESSAGE })).message).toBe(
      '[left out] of [left out] ([left out]) is not possible',
    );
  });

  test.each([
    ['no JSON', 'the body is not a JSON object'],
    [
      '{"detail-type":"ApplicationApproved","detail":{"applicationId":"a"}}',
      'an event that its function failed to process; the error is in the log of the function',
    ],
    ['{"applicationId":"a"}', 'not a review request: taskToken, reasons, requestedAt missing'],
    [
      '{"taskToken":"t","applicationId":"a","reasons":[],"requestedAt":"now"}',
      'a review request that its consumer failed to process',
    ],
  ])('is read from the body %j if no attribute contains it', (body, message) => {
    expect(causeOf(deadLetter(body))).toEqual({ code: 'GIVEN_UP', message });
  });
});

test('Dead-letter messages with the same cause form one group with the time of the oldest; the largest group is first', () => {
  const at = (time: string, code: string) => ({
    ...deadLetter('{}', { ERROR_CODE: code, ERROR_MESSAGE: 'm' }),
    sentAt: new Date(time),
  });
  const deadLetters = [
    at('2026-03-01T12:00:00Z', 'A'),
    at('2026-03-01T11:00:00Z', 'B'),
    at('2026-03-01T10:00:00Z', 'B'),
  ];
  expect(groupByCause(deadLetters)).toEqual([
    { code: 'B', message: 'm', count: 2, oldest: new Date('2026-03-01T10:00:00Z') },
    { code: 'A', message: 'm', count: 1, oldest: new Date('2026-03-01T12:00:00Z') },
  ]);
});
