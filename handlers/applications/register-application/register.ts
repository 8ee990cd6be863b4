import { parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import type { Announce } from '../../shared/announcer.ts';
import { type ApplicationRecord, announcementOf } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { courseFor, newRecord, takenOver } from './decide.ts';
import { DuplicateApplicationException, InvalidApplicationException } from './errors.ts';
import type { Applications, StatusOfExecution } from './ports.ts';

export interface Ports {
  readonly applications: Applications;
  readonly statusOfExecution: StatusOfExecution;
  readonly announce: Announce;
  readonly now: Clock;
}

/** `detail` is the detail of the event as it came. */
export interface Submission {
  readonly executionArn: string;
  readonly detail: unknown;
}

/**
 * Makes the record of a submission, once per application id. Safe to repeat by the same execution.
 * @throws InvalidApplicationException, DuplicateApplicationException, TryAgainException
 */
export async function register(ports: Ports, { executionArn, detail }: Submission): Promise<{ applicationId: string }> {
  const parsed = parseApplicationSubmitted(detail);
  if (!parsed.ok) throw new InvalidApplicationException(parsed.reason);
  const begun = newRecord(parsed, executionArn, ports.now());
  const stored = await ports.applications.createOnce(begun);
  if (stored.executionArn !== executionArn) await resume(ports, stored, begun);
  return { applicationId: begun.id };
}

async function resume(ports: Ports, former: ApplicationRecord, begun: ApplicationRecord): Promise<void> {
  const earlierRun = await ports.statusOfExecution(former.executionArn);
  const course = courseFor(former, earlierRun);
  if (course === 'TAKE_OVER') return takeOverOrYield(ports, former, begun);
  if (course === 'ANNOUNCE_AGAIN') await announceAgain(ports, former);
  throw new DuplicateApplicationException(begun.id, `its run is ${earlierRun}, its state ${former.state}`);
}

async function takeOverOrYield(ports: Ports, former: ApplicationRecord, begun: ApplicationRecord): Promise<void> {
  if (await ports.applications.takeOver(takenOver(former, begun), former.executionArn)) return;
  throw new DuplicateApplicationException(begun.id, 'another run was quicker');
}

async function announceAgain(ports: Ports, record: ApplicationRecord): Promise<void> {
  const event = announcementOf(record);
  if (event !== undefined) await ports.announce(event);
}
