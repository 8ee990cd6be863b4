import { expect, test } from '@jest/globals';
import { readArchivedEvent } from '../../../cli/replay/archived-event.ts';

const EVENT = { id: 'e-1', time: '2026-03-01T12:00:00Z', 'replay-name': 'preview-1' };

test('An archived submission is read without data of the applicant', () => {
  const detail = { application: { id: 'a-1', name: 'Spock', address: '1 Street' } };
  expect(readArchivedEvent(JSON.stringify({ ...EVENT, detail }))).toEqual({
    eventId: 'e-1',
    timeMs: 1_772_366_400_000,
    replayName: 'preview-1',
    applicationId: 'a-1',
  });
});

test('A submission that violates its schema has no application id', () => {
  const detail = { application: { id: 'a-1', name: '', address: '1 Street' } };
  expect(readArchivedEvent(JSON.stringify({ ...EVENT, detail }))).not.toHaveProperty('applicationId');
});

test.each([['no JSON'], ['null'], ['[]'], ['{"id":"e-1"}'], ['{"id":"e-1","time":"soon","replay-name":"preview-1"}']])(
  '%j is not a replayed event',
  (body) => {
    expect(readArchivedEvent(body)).toBeUndefined();
  },
);
