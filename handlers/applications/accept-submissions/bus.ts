import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { API_EVENT_SOURCE, APPLICATION_AMENDED, APPLICATION_SUBMITTED } from '../../../events/names.ts';
import { callService, TryAgainException } from '../../shared/errors.ts';
import type { Amend, Submit } from './ports.ts';

export function createSubmit(client: EventBridgeClient, busName: string): Submit {
  return (application, submittedBy) => {
    const detail = { application, submittedBy, attributed: true };
    return put(client, 'Submitting the application', entryOf(busName, APPLICATION_SUBMITTED, detail));
  };
}

export function createAmend(client: EventBridgeClient, busName: string): Amend {
  return (application, submittedBy) =>
    put(client, 'Amending the application', entryOf(busName, APPLICATION_AMENDED, { application, submittedBy }));
}

const entryOf = (EventBusName: string, DetailType: string, detail: object): PutEventsRequestEntry => ({
  EventBusName,
  Source: API_EVENT_SOURCE,
  DetailType,
  Detail: JSON.stringify(detail),
});

/** Checks FailedEntryCount, because PutEvents returns status 200 even if it rejects entries. */
async function put(client: EventBridgeClient, purpose: string, entry: PutEventsRequestEntry): Promise<void> {
  const command = new PutEventsCommand({ Entries: [entry] });
  const result = await callService(purpose, () => client.send(command));
  if (result.FailedEntryCount === 0) return;
  throw new TryAgainException(`The bus refused the event: ${result.Entries?.[0]?.ErrorCode ?? 'no reason given'}.`);
}
