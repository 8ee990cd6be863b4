import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../../events/names.ts';
import { callService, TryAgainException } from '../../shared/errors.ts';
import type { Submit } from './ports.ts';

/** Checks FailedEntryCount, because PutEvents returns status 200 even if it rejects entries. */
export function createSubmit(client: EventBridgeClient, busName: string): Submit {
  return async (application, submittedBy) => {
    const Detail = JSON.stringify({ application, submittedBy });
    const entry = { EventBusName: busName, Source: EVENT_SOURCE, DetailType: APPLICATION_SUBMITTED, Detail };
    const command = new PutEventsCommand({ Entries: [entry] });
    const result = await callService('Submitting the application', () => client.send(command));
    if (result.FailedEntryCount === 0) return;
    throw new TryAgainException(`The bus refused the event: ${result.Entries?.[0]?.ErrorCode ?? 'no reason given'}.`);
  };
}
