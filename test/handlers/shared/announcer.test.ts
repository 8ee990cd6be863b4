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

test('An event goes on the bus under its name, from our source', async () => {
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

test('An answer of 200 that says the entry failed is a failure worth another attempt', async () => {
  const { announce } = announcerAnswered({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
  await expect(announce(EVENT)).rejects.toMatchObject({
    name: 'TryAgainException',
    message: 'The bus refused ApplicationApproved: ThrottlingException.',
  });
});
