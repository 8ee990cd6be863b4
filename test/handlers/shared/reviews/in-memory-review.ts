import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import type { DecisionCommand } from '../../../../handlers/shared/reviews/command.ts';
import type { Ports } from '../../../../handlers/shared/reviews/decide.ts';
import type { ReviewEntry } from '../../../../handlers/shared/reviews/entry.ts';
import type { TaskOutput, Wait } from '../../../../handlers/shared/reviews/ports.ts';
import { fingerprintOf } from '../../../../handlers/shared/reviews/token-fingerprint.ts';
import { NOON, recordOf } from '../../in-memory-applications.ts';

export const entryOf = (changes: Partial<ReviewEntry> = {}): ReviewEntry => ({
  applicationId: 'app-1',
  state: 'PENDING',
  tokenFingerprint: fingerprintOf('token-1'),
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  dueAt: '2026-02-03T11:00:00.000Z',
  reviewDeadline: '2026-03-02T11:00:00.000Z',
  receivedAt: '2026-01-31T11:00:01.000Z',
  version: 1,
  ...changes,
});

/** The record of an application that waits for the review that `entryOf` makes. */
export const FLAGGED = {
  state: 'FLAGGED_FOR_REVIEW',
  reasons: ['NAME'],
  reviewDeadline: '2026-03-02T11:00:00.000Z',
} as const;

export const approval = (reviewer: string, changes: Partial<DecisionCommand> = {}): DecisionCommand => ({
  applicationId: 'app-1',
  reviewer,
  isSupervisor: false,
  decision: 'APPROVE',
  seenVersion: undefined,
  ...changes,
});

export const rejection = (reviewer: string): DecisionCommand =>
  approval(reviewer, { decision: 'REJECT', reasonCode: 'OTHER' });

/** Called before each call of a port. May throw or wait. */
export type BeforeCall = (call: string) => void | Promise<void>;

/**
 * A review, its application and the waiting run in memory, with the same conditions as the real ports. The run accepts
 * the first output that is sent with its token. It writes the record immediately only if `recordsImmediately` is true.
 */
export class InMemoryReview implements Ports {
  entry: ReviewEntry | undefined;
  record: ApplicationRecord | undefined;
  /** The token for which the run waits. Undefined if the run does not wait. */
  token: string | undefined = 'token-1';
  /** The token in the table of tokens. */
  storedToken = 'token-1';
  wait: Wait = { kind: 'OPEN' };
  readonly taken: TaskOutput[] = [];
  beforeCall: BeforeCall = () => {};
  afterCall: BeforeCall = () => {};
  recordsImmediately = true;
  time = NOON;

  constructor(entry: ReviewEntry | undefined = entryOf(), record: Partial<ApplicationRecord> = {}) {
    this.entry = entry;
    this.record = recordOf({ ...FLAGGED, ...record });
  }

  readonly now = (): Date => this.time;

  readonly findApplication = (): Promise<ApplicationRecord | undefined> => this.#call('find', () => this.record);

  readonly findToken: Ports['findToken'] = ({ tokenFingerprint }) =>
    this.#call('token', () => (fingerprintOf(this.storedToken) === tokenFingerprint ? this.storedToken : undefined));

  readonly ledger: Ports['ledger'] = {
    read: () => this.#call('read', () => this.entry),
    write: (entry) =>
      this.#call('write', () => {
        if (this.entry?.version !== entry.version) return undefined;
        this.entry = { ...entry, version: entry.version + 1 };
        return this.entry;
      }),
  };

  readonly runs: Ports['runs'] = {
    succeed: (taskToken, output) => this.#call('succeed', () => this.#succeed(taskToken, output)),
    readWait: () => this.#call('wait', () => this.wait),
  };

  /** Stores the token of another request, as receive-reviews does. */
  renew(taskToken: string): void {
    if (this.entry === undefined) return;
    const { version } = this.entry;
    this.storedToken = taskToken;
    this.entry = { ...this.entry, tokenFingerprint: fingerprintOf(taskToken), version: version + 1 };
  }

  /** Sends a decision with the token, as a person with the AWS CLI can do. */
  decideByHand(decision: TaskOutput['decision'], reviewer: string): void {
    this.#succeed(this.token ?? '', { decision, reviewer });
  }

  #succeed(taskToken: string, output: TaskOutput): 'TAKEN' | 'GONE' {
    if (taskToken !== this.token) return 'GONE';
    this.token = undefined;
    this.taken.push(output);
    this.wait = { kind: 'DECIDED', taken: { ...output, at: this.time.toISOString() } };
    if (this.recordsImmediately && this.record !== undefined) this.record = recorded(this.record, output, this.time);
    return 'TAKEN';
  }

  async #call<Result>(name: string, perform: () => Result): Promise<Result> {
    await this.beforeCall(name);
    const result = perform();
    await this.afterCall(name);
    return result;
  }
}

const recorded = (record: ApplicationRecord, { decision, ...others }: TaskOutput, now: Date): ApplicationRecord => {
  const next = { ...record, updatedAt: now.toISOString(), version: record.version + 1 };
  if (decision === 'RETURN') return { ...next, ...returned(record, others, now) };
  return { ...next, state: decision === 'APPROVE' ? 'APPROVED' : 'REJECTED', decision: { decision, ...others } };
};

const returned = (
  { informationRequests = [] }: ApplicationRecord,
  { reviewer, questions = [] }: Omit<TaskOutput, 'decision'>,
  now: Date,
): Pick<ApplicationRecord, 'state' | 'informationRequests'> => {
  const times = { requestedAt: now.toISOString(), deadline: '2026-02-14T12:00:00.000Z' };
  const request = { round: 1, reasonCode: 'OTHER', questions, reviewer, ...times } as const;
  return { state: 'INFORMATION_REQUESTED', informationRequests: [...informationRequests, request] };
};
