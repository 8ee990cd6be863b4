import { OutcomeConflictException } from '../../shared/amendments/conflict.ts';
import type { Announce } from '../../shared/announcer.ts';
import { type ApplicationRecord, announcementOf } from '../../shared/application-record.ts';
import { TryAgainException } from '../../shared/errors.ts';
import { type Command, progressOf, requestOf } from './decide.ts';
import type { Applications, KeepToken } from './ports.ts';

export interface Ports {
  readonly applications: Applications;
  readonly keepToken: KeepToken;
  readonly announce: Announce;
}

/**
 * Stores the token of the waiting run, then writes the request into the record; announce-outcomes announces this change.
 * The token comes first, so an amendment that answers the event always finds it. A reminder sends the event again. A
 * repeated call replaces the token and keeps the record.
 * @throws OutcomeConflictException, TryAgainException
 */
export async function requestInformation(ports: Ports, command: Command): Promise<void> {
  const { applicationId, taskToken, deadline } = command;
  await ports.keepToken({ applicationId, taskToken, deadline: new Date(deadline) });
  const event = announcementOf(await requested(ports, command));
  if (!command.isReminder || event?.name !== 'InformationRequested') return;
  await ports.announce({ name: event.name, detail: { ...event.detail, reminder: true } });
}

async function requested({ applications }: Ports, command: Command): Promise<ApplicationRecord> {
  const record = await applications.find(command.applicationId);
  const progress = progressOf(command, record);
  if (record === undefined || progress === 'CONFLICT')
    throw new OutcomeConflictException(command, 'be returned', record);
  if (progress === 'DONE') return record;
  const { informationRequests = [], version, executionArn, id } = record;
  const change = await applications.change({
    id,
    executionArn,
    version,
    from: ['FLAGGED_FOR_REVIEW'],
    set: {
      state: 'INFORMATION_REQUESTED',
      updatedAt: command.requestedAt,
      informationRequests: [...informationRequests, requestOf(command)],
    },
  });
  if (change.isChanged) return change.record;
  throw new TryAgainException('Another write changed the application at the same time.');
}
