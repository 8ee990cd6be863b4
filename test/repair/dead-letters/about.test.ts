import { expect, test } from '@jest/globals';
import { aboutDeadLetter, aboutText } from '../../../repair/dead-letters/about.ts';

const textOf = (content: unknown) => aboutText(aboutDeadLetter({ body: JSON.stringify(content) }));

test.each([
  [
    { 'detail-type': 'ApplicationSubmitted', detail: { application: { id: 'a-1', name: 'Spock' } } },
    'ApplicationSubmitted a-1',
  ],
  [{ 'detail-type': 'ApplicationApproved', detail: { applicationId: 'a-2' } }, 'ApplicationApproved a-2'],
  [{ taskToken: 'secret', applicationId: 'a-3', reasons: ['NAME'] }, 'review request a-3'],
  [
    {
      'detail-type': 'Step Functions Execution Status Change',
      detail: { executionArn: 'arn:aws:states:us-east-1:000000000000:execution:account-application:run-1' },
    },
    'Step Functions Execution Status Change run run-1',
  ],
  [{ 'detail-type': 'Scheduled Event', detail: {} }, 'Scheduled Event'],
  [{ anything: 'else' }, 'unknown'],
])('the content %j is shown as %j', (content, text) => {
  expect(textOf(content)).toBe(text);
});

test('Only ids and kinds in their expected format are shown', () => {
  const detail = { application: { id: 'Spock of 1 Street', name: 'Spock' }, executionArn: 'Spock' };
  expect(textOf({ 'detail-type': 'Spock <1>', detail })).toBe('unknown');
  expect(textOf({ taskToken: 'secret', applicationId: 42 })).toBe('review request');
});

test.each([['no JSON'], ['null'], ['[1]'], ['"text"']])('the body %j is described as not a JSON object', (body) => {
  expect(aboutDeadLetter({ body })).toEqual({ what: 'not a JSON object' });
});
