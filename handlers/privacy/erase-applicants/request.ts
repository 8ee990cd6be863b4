import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import { notFound, type Problem, ProblemError } from '../../shared/http/problem.ts';
import { advance, erase, type Ports, type Progress } from './erase.ts';
import { confirmed, isConfirmed, type RequestCommand, requested, type StoredErasure } from './erasure.ts';

/**
 * Requests an erasure. If the application has a request already, returns it unchanged, also if another person made it.
 * @throws ProblemError 404, 409; TryAgainException
 */
export async function requestErasure(ports: Ports, command: RequestCommand): Promise<StoredErasure> {
  const record = await recordOf(ports, command.applicationId);
  const existing = await ports.erasures.find(command.applicationId);
  if (existing !== undefined) return existing;
  if (!isDecided(record.state)) throw new ProblemError(notDecided(record));
  return advance(ports, requested(command, ports.now()));
}

/**
 * Confirms an erasure and erases. Repeated, it does what is left; a finished erasure does not change.
 * @throws ProblemError 403, 404, 409; TryAgainException
 */
export async function confirmErasure(ports: Ports, applicationId: string, by: string): Promise<Progress> {
  await recordOf(ports, applicationId);
  const existing = await ports.erasures.find(applicationId);
  if (existing === undefined) throw new ProblemError(notRequested());
  if (existing.state === 'ERASED') return { erasure: existing };
  if (existing.state === 'REQUESTED' && existing.requestedBy === by) throw new ProblemError(samePerson(existing));
  const erasure =
    existing.state === 'REQUESTED' ? await advance(ports, confirmed(existing, by, ports.now())) : existing;
  return isConfirmed(erasure) && erasure.state === 'CONFIRMED' ? erase(ports, erasure) : { erasure };
}

/** @throws ProblemError 404 */
export async function recordOf({ stores }: Pick<Ports, 'stores'>, id: string): Promise<ApplicationRecord> {
  const record = await stores.records.find(id);
  if (record === undefined) throw new ProblemError(notFound('application with this id'));
  return record;
}

const notDecided = ({ state }: ApplicationRecord): Problem => ({
  status: 409,
  code: 'NOT_DECIDED',
  detail: `The application is ${state}. Its data can be erased after it is decided.`,
});

const notRequested = (): Problem => ({
  status: 409,
  code: 'ERASURE_NOT_REQUESTED',
  detail: 'Nobody has requested the erasure of this application. One person requests it, another person confirms it.',
});

const samePerson = ({ requestedAt }: StoredErasure): Problem => ({
  status: 403,
  code: 'SECOND_PERSON_REQUIRED',
  detail: `You requested this erasure at ${requestedAt}. Another person must confirm it.`,
});
