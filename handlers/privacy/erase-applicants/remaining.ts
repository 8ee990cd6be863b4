import type { RemainingCopy } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Replay, Run } from './ports.ts';

export interface Retention {
  readonly archiveDays: number;
  /** Period of point-in-time recovery. */
  readonly backupDays: number;
}

/**
 * Step Functions deletes an execution 90 days after its end.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const EXECUTION_DAYS = 90;
const DAY_MS = 86_400_000;

/** What is known about the copies of an applicant's data. */
export interface Known {
  readonly record: Pick<ApplicationRecord, 'submittedAt'>;
  readonly run: Run | undefined;
  readonly replays: readonly Replay[];
  /** Time at which the last store of this function lost the data; undefined before that. */
  readonly erasedAt: string | undefined;
}

/**
 * The copies that their stores delete by their own retention, and until when they exist. A copy whose time has passed is
 * left out. Counts from the newest submission, the end of its run, and the end of each replay that sent it again.
 */
export function remainingCopies(known: Known, retention: Retention, now: Date): readonly RemainingCopy[] {
  const { run, erasedAt } = known;
  const submittedMs = newestSubmission(known);
  const runEnds = run === undefined ? [] : [msOf(run.stoppedAt, now)];
  const ends = [...runEnds, ...replaysOf(known, submittedMs).map(({ endedAt }) => msOf(endedAt, now))];
  const copies = [
    copy('archive', submittedMs, retention.archiveDays),
    ...(ends.length === 0 ? [] : [copy('executions', Math.max(...ends), EXECUTION_DAYS)]),
    ...(erasedAt === undefined ? [] : [copy('backups', Date.parse(erasedAt), retention.backupDays)]),
  ];
  return copies.filter(({ until }) => Date.parse(until) > now.getTime());
}

const msOf = (time: string | undefined, now: Date): number => (time === undefined ? now.getTime() : Date.parse(time));

/** The record has the time of the first submission; the run that owns it may belong to a later one. */
function newestSubmission({ record, run }: Known): number {
  return Math.max(Date.parse(record.submittedAt), ...(run === undefined ? [] : [Date.parse(run.startedAt)]));
}

/** Replays that may have sent the submission. EventBridge delivers an event within a day, so it may be a day older. */
function replaysOf({ record, replays }: Known, submittedMs: number): readonly Replay[] {
  const firstMs = Date.parse(record.submittedAt) - DAY_MS;
  return replays.filter(({ from, to }) => Date.parse(from) <= submittedMs && Date.parse(to) >= firstMs);
}

const SAYS: Readonly<Record<RemainingCopy['store'], (until: string) => string>> = {
  archive: (until) => `The archive of the event bus has the submission until ${until}.`,
  executions: (until) => `Step Functions has the history of the runs with this submission until ${until}.`,
  backups: (until) => `The tables can be restored to a time before the erasure until ${until}.`,
};

function copy(store: RemainingCopy['store'], fromMs: number, days: number): RemainingCopy {
  const until = new Date(fromMs + days * DAY_MS).toISOString();
  return { store, until, says: SAYS[store](until) };
}
