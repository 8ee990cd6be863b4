import type { EventBridgeClient, PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { expect, test } from '@jest/globals';
import { createAnnouncer } from '../../../handlers/shared/announcer.ts';

const EVENT = {
  name: 'ApplicationApproved',
  detail: { applicationId: 'app-1', outcome: 'APPROVED', occurredAt: '2026-01-31T12:00:00.000Z' },
} as const;

function announcerAnswered(answer: Omit<PutEventsCommandOutput, '$metadata'>) {
  const sent: unknown[] = [];
  const send = async (command: PutEventsCommand) => {
    sent.push(...(command.input.Entries ?? []));
    return { $metadata: {}, ...answer };
  };
  const client = { send } as unknown as EventBridgeClient;
  return { announce: createAnnouncer(client, 'account-applications'), sent };
}

test('an event is put on the bus with its name and the source of this system', async () => {
  const { announce, sent } = announcerAnswered({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  await announce(EVENT);
  expect(sent).toEqual([
    {
      EventBusName: 'account-applications',
      Source: 'account-applications',
      DetailType: 'ApplicationApproved',
      Detail: '{"applicationId":"app-1","outcome":"APPROVED","occurredAt":"2026-01-31T12:00:00.000Z"}',
    },
  ]);
});

test('a response with status 200 and a failed entry is thrown as a retryable error', async () => {
  const { announce } = announcerAnswered({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
  await expect(announce(EVENT)).rejects.toMatchObject({
    name: 'TryAgainException',
    message: 'The bus refused ApplicationApproved: ThrottlingException.',
  });
});
