import { parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import type { Announce } from '../../shared/announcer.ts';
import { type ApplicationRecord, announcementOf } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { actionFor, newRecord, takenOver } from './decide.ts';
import { DuplicateApplicationException, InvalidApplicationException } from './errors.ts';
import type { Applications, StatusOfExecution } from './ports.ts';

export interface Ports {
  readonly applications: Applications;
  readonly statusOfExecution: StatusOfExecution;
  readonly announce: Announce;
  readonly now: Clock;
}

/** `detail` is the unvalidated detail of the event. */
export interface Submission {
  readonly executionArn: string;
  readonly detail: unknown;
}

/**
 * Creates the record of a submission, once per application id. Idempotent for the same execution.
 * @throws InvalidApplicationException, DuplicateApplicationException, TryAgainException
 */
export async function register(ports: Ports, { executionArn, detail }: Submission): Promise<{ applicationId: string }> {
  const parsed = parseApplicationSubmitted(detail);
  if (!parsed.ok) throw new InvalidApplicationException(parsed.reason);
  const created = newRecord(parsed, executionArn, ports.now());
  const stored = await ports.applications.createOnce(created);
  if (stored.executionArn !== executionArn) await resume(ports, stored, created);
  return { applicationId: created.id };
}

async function resume(ports: Ports, former: ApplicationRecord, created: ApplicationRecord): Promise<void> {
  const earlierRun = await ports.statusOfExecution(former.executionArn);
  const action = actionFor(former, earlierRun);
  if (action === 'TAKE_OVER') return takeOverOrIgnore(ports, former, created);
  if (action === 'ANNOUNCE_AGAIN') await announceAgain(ports, former);
  throw new DuplicateApplicationException(created.id, `its run is ${earlierRun}, its state ${former.state}`);
}

async function takeOverOrIgnore(ports: Ports, former: ApplicationRecord, created: ApplicationRecord): Promise<void> {
  if (await ports.applications.takeOver(takenOver(former, created), former.executionArn)) return;
  throw new DuplicateApplicationException(created.id, 'another run took it over first');
}

async function announceAgain(ports: Ports, record: ApplicationRecord): Promise<void> {
  const event = announcementOf(record);
  if (event !== undefined) await ports.announce(event);
}
