import { parseApplicationAmended } from '../../../events/application-amended.ts';
import { API_EVENT_SOURCE } from '../../../events/names.ts';
import { judgeAmendment, REFUSAL_TEXT } from '../../shared/amendments/judge.ts';
import type { Amendment, ApplicationRecord } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Applications, Continue } from './ports.ts';

/** Thrown for an event that does not match its schema. The message has fields and rules but no values. */
class InvalidAmendmentException extends Error {
  override readonly name = 'InvalidAmendmentException';
}

/** Thrown for an amendment that nobody asked for. The event goes to the dead-letter queue with this message. */
class AmendmentRefusedException extends Error {
  override readonly name = 'AmendmentRefusedException';
}

export interface Ports {
  readonly applications: Applications;
  readonly continueRun: Continue;
  readonly now: Clock;
}

/** An ApplicationAmended event. `detail` is not validated yet. */
export interface AmendedEvent {
  readonly source: string;
  readonly detail: unknown;
}

export interface Taken {
  readonly applicationId: string;
  /** TAKEN: the amendment is on record and the run continues. KNOWN: an earlier call did this. */
  readonly result: 'TAKEN' | 'KNOWN';
}

/** An attempt fails only if another write changed the record. */
const MAX_ATTEMPTS = 5;

/**
 * Takes the amendment of an ApplicationAmended event: adds it to the record beside the submission, then continues the run.
 * The first amendment of a version counts. Idempotent: a repeated event continues the run if an earlier call ended between
 * the two steps, and changes nothing otherwise. `submittedBy` counts only in events of the API, which has checked it.
 * @throws InvalidAmendmentException, AmendmentRefusedException, TryAgainException
 */
export async function takeAmendment(ports: Ports, { source, detail }: AmendedEvent): Promise<Taken> {
  const parsed = parseApplicationAmended(detail);
  if (!parsed.ok) throw new InvalidAmendmentException(parsed.reason);
  const { id: applicationId, ...changed } = parsed.application;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const now = ports.now();
    const record = await ports.applications.find(applicationId);
    const judgement = judgeAmendment(record, changed, now);
    if (record === undefined || typeof judgement === 'object') throw refused(applicationId, changed.version, judgement);
    if (judgement === 'KNOWN') {
      if (isWaitingAfter(record, changed.version)) await continueRun(ports, applicationId, changed.version);
      return { applicationId, result: 'KNOWN' };
    }
    const { submittedBy } = parsed;
    const by = source !== API_EVENT_SOURCE || submittedBy === undefined ? {} : { amendedBy: submittedBy };
    if (!(await added(ports, record, { ...changed, amendedAt: now.toISOString(), ...by }))) continue;
    await continueRun(ports, applicationId, changed.version);
    return { applicationId, result: 'TAKEN' };
  }
  throw new TryAgainException('Other writes changed the application at the same time.');
}

/** False if another write changed the record since it was read. */
async function added({ applications }: Ports, record: ApplicationRecord, amendment: Amendment): Promise<boolean> {
  const { id, executionArn, version, state, amendments = [] } = record;
  const { isChanged } = await applications.change({
    id,
    executionArn,
    version,
    from: ['INFORMATION_REQUESTED'],
    set: { state, updatedAt: amendment.amendedAt, amendments: [...amendments, amendment] },
  });
  return isChanged;
}

/** True if the record has the amendment of this version as its latest, and the run has not moved the record on yet. */
const isWaitingAfter = ({ state, informationRequests = [] }: ApplicationRecord, version: number): boolean =>
  state === 'INFORMATION_REQUESTED' && informationRequests.length === version - 1;

/**
 * Continues the run. A token that is gone means that the run has moved on already, or is renewing its wait.
 * @throws TryAgainException if the run has not moved on yet
 */
async function continueRun(ports: Ports, applicationId: string, version: number): Promise<void> {
  if ((await ports.continueRun(applicationId)) === 'CONTINUED') return;
  const record = await ports.applications.find(applicationId);
  if (record !== undefined && isWaitingAfter(record, version))
    throw new TryAgainException('The run is renewing its wait for the applicant.');
}

function refused(
  applicationId: string,
  version: number,
  judgement: ReturnType<typeof judgeAmendment>,
): AmendmentRefusedException {
  const code = typeof judgement === 'object' ? judgement.refusal : 'NOT_FOUND';
  return new AmendmentRefusedException(
    `${code}: version ${version} of application ${applicationId}. ${REFUSAL_TEXT[code]}`,
  );
}
