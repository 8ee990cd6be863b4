import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { AcknowledgedDecision, Journal, Submission } from './journal.ts';
import { type Kind, kindOf } from './kinds.ts';
import type { Item, Observation, Run } from './observation.ts';
import type { InvariantName, Violation } from './violation.ts';

/** The facts about one application that the checks compare. */
interface Case {
  readonly id: string;
  readonly submission: Submission;
  /** The decisions that the system has acknowledged. */
  readonly decisions: readonly AcknowledgedDecision[];
  readonly kind: Kind;
  readonly runs: readonly Run[];
  readonly record: Item | undefined;
}

const DUPLICATE = 'DUPLICATE_IGNORED';
const INVALID = 'InvalidApplicationException';
const REVIEWED_AS = {
  APPROVED: 'REVIEW_APPROVED',
  REJECTED: 'REVIEW_REJECTED',
  REVIEW_EXPIRED: 'REVIEW_EXPIRED',
} as const satisfies Readonly<Record<string, string>>;
/** The state of the record after a decision; undefined: the application goes on. */
const DECIDED_AS = { APPROVE: 'APPROVED', REJECT: 'REJECTED', RETURN: undefined } as const;

const effective = (runs: readonly Run[]): readonly Run[] => runs.filter(({ outcome }) => outcome !== DUPLICATE);
const isInvalid = ({ kind }: Case): boolean => kind.ends.length === 0;
/**
 * Whether a run of the application is still active. Such a run violates `nothing stuck`; its missing results are not
 * reported as further violations.
 */
const isRunning = ({ runs }: Case): boolean => runs.some(({ status }) => status === 'RUNNING');

/** Makes the violations of one invariant about one subject; entries that are false are dropped. */
const violations = (invariant: InvariantName, subject: string, whats: readonly (string | false)[]): Violation[] =>
  whats.filter((what) => what !== false).map((what) => ({ invariant, subject, what }));

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

const noLoss = ({ id, submission: { acknowledged }, runs, record, kind }: Case, { amended }: Journal): Violation[] =>
  violations('no loss', id, [
    amended.has(id) && lengthOf(record?.amendments) !== 1 && 'amended once, and not so on record',
    runs.length < acknowledged && `${runs.length} runs for ${acknowledged} acknowledged submissions`,
    acknowledged > 0 && kind.ends.length > 0 && record === undefined && 'acknowledged, and not on record',
  ]);

const oneEffectiveRun = (found: Case): Violation[] => {
  if (isInvalid(found)) {
    const others = found.runs.filter(({ status, error }) => status !== 'FAILED' || error !== INVALID);
    return violations('one effective run', found.id, [
      others.length > 0 && `invalid, and ${others.length} runs did not fail with ${INVALID}`,
    ]);
  }
  const count = effective(found.runs).length;
  return violations('one effective run', found.id, [count !== 1 && `${count} effective runs`]);
};

const isDecision = ({ type, taskSucceededEventDetails }: HistoryEvent): boolean =>
  type === 'TaskSucceeded' && taskSucceededEventDetails?.resource === 'sendMessage.waitForTaskToken';

const oneDecision = ({ id, runs, record, decisions }: Case): Violation[] => {
  const distinct = new Set(decisions.map(({ reviewer, decision }) => `${decision} by ${reviewer}`));
  const taken = runs.flatMap(({ history }) => history).filter(isDecision).length;
  const wanted = decisions.map(({ decision }) => DECIDED_AS[decision]);
  return violations('one decision', id, [
    distinct.size > 1 && `acknowledged: ${[...distinct].join(', ')}`,
    taken > 1 && `${taken} decisions were taken`,
    distinct.size === 1 &&
      wanted[0] !== undefined &&
      wanted[0] !== record?.state &&
      `acknowledged ${wanted[0]}, and on record as ${record?.state}`,
    decisions.some(({ decision }) => decision === 'RETURN') &&
      lengthOf(record?.informationRequests) !== 1 &&
      'returned once, and not so on record',
  ]);
};

const recordsAgree = (found: Case): Violation[] => {
  const { id, record, runs, kind } = found;
  if (isInvalid(found)) return violations('records agree', id, [record !== undefined && 'invalid, and on record']);
  if (record === undefined || isRunning(found)) return [];
  const owner = runs.find(({ arn }) => arn === record.executionArn);
  const state = String(record.state);
  return violations('records agree', id, [
    owner === undefined && `on record for ${record.executionArn}, which is none of its runs`,
    owner !== undefined &&
      owner.outcome !== state &&
      `on record as ${state}, and its run is ${owner.status} with ${owner.outcome}`,
    !kind.ends.some((end) => end === state) && `on record as ${state} instead of ${kind.ends.join(' or ')}`,
  ]);
};

const ledgerAgrees = (found: Case, { reviews }: Observation): Violation[] => {
  const { id, kind, record } = found;
  const entry = reviews.get(id);
  if (kind.review === undefined)
    return violations('ledger agrees', id, [entry !== undefined && 'an entry without a review']);
  if (record === undefined || isRunning(found)) return [];
  const decided = Object.entries(REVIEWED_AS).find(([state]) => state === record.state)?.[1];
  const isReturned = kind.review === 'RETURN' || (kind.review === 'RACE' && lengthOf(record.informationRequests) > 0);
  const wanted = isReturned ? 'REVIEW_RETURNED' : decided;
  return violations('ledger agrees', id, [
    entry?.state !== wanted && `in the ledger as ${entry?.state}, and on record as ${record.state}`,
  ]);
};

const accountsAgree = ({ records, accounts }: Observation): Violation[] => {
  const approved = new Set([...records].filter(([, { state }]) => state === 'APPROVED').map(([id]) => id));
  const missing = [...approved].filter((id) => !accounts.has(id));
  const strange = [...accounts.keys()].filter((id) => !approved.has(id));
  return [
    ...missing.flatMap((id) => violations('accounts agree', id, ['approved without an account'])),
    ...strange.flatMap((id) => violations('accounts agree', id, ['an account without approval'])),
  ];
};

/** The outcomes that the mails contain, by application. Reminders contain no outcome. */
const outcomesMailed = ({ mails }: Observation): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, readonly string[]>();
  for (const { subject } of mails) {
    const [, id, outcome] = /^(\S+): ([A-Z_]+)$/.exec(subject) ?? [];
    if (id !== undefined && outcome !== undefined) named.set(id, [...(named.get(id) ?? []), outcome]);
  }
  return named;
};

/** Compares the mails with the run and not with the record, so that a wrong record is reported only once. */
const mailsAgree = (found: Case, mailed: readonly string[], crashes: number): Violation[] => {
  if (isRunning(found)) return [];
  const outcomes = isInvalid(found) ? ['INVALID'] : effective(found.runs).map(({ outcome }) => outcome);
  const others = mailed.filter((each) => !outcomes.includes(each));
  return violations('mails agree', found.id, [
    mailed.length === 0 && `no mail about ${outcomes.join(', ')}`,
    mailed.length > 1 + crashes && `${mailed.length} mails after ${crashes} crashes`,
    others.length > 0 && `mails say ${others.join(', ')} instead of ${outcomes.join(', ')}`,
  ]);
};

const nothingStuck = ({ runs, queued }: Observation): Violation[] => [
  ...runs
    .filter(({ status }) => status === 'RUNNING')
    .flatMap(({ applicationId, arn }) => violations('nothing stuck', applicationId ?? arn, ['still running'])),
  ...[...queued].flatMap(([queue, count]) => violations('nothing stuck', queue, [`${count} messages are left`])),
];

const TERMINAL = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

const legalHistory = ({ arn, applicationId, status, history }: Run): Violation[] => {
  const terminal = history.filter(({ type = '' }) => TERMINAL.test(type));
  const hasEnded = status !== 'RUNNING';
  const times = history.map(({ timestamp }) => timestamp?.getTime() ?? Number.NaN);
  return violations('legal histories', applicationId ?? arn, [
    history.some(({ id }, index) => id !== index + 1) && 'event ids have a gap',
    hasEnded && terminal.length !== 1 && `${terminal.length} events end the run`,
    terminal.length === 1 && terminal[0] !== history.at(-1) && 'an event follows the end of the run',
    !times.every((time, index) => index === 0 || time >= Number(times[index - 1])) && 'time goes back',
  ]);
};

const strangers = ({ submissions }: Journal, { records }: Observation): Violation[] =>
  [...records.keys()]
    .filter((id) => !submissions.has(id))
    .flatMap((id) => violations('records agree', id, ['on record, and nobody has submitted it']));

const servedAfterwards = ({ tail }: Journal): Violation[] =>
  tail.flatMap(({ id, isServed }) => violations('served afterwards', id, [!isServed && 'not approved in ten minutes']));

/**
 * The applications to check. An application whose submission was neither acknowledged nor received is left out, because
 * nothing is promised about it.
 */
const casesOf = (journal: Journal, { runs, records }: Observation): readonly Case[] => {
  const byApplication = Map.groupBy(runs, ({ applicationId }) => applicationId);
  const decided = Map.groupBy(journal.decisions, ({ id }) => id);
  return [...journal.submissions]
    .map(([id, submission]) => ({
      id,
      submission,
      kind: kindOf(submission.kind),
      decisions: decided.get(id) ?? [],
      runs: byApplication.get(id) ?? [],
      record: records.get(id),
    }))
    .filter(({ submission, runs: own }) => submission.acknowledged > 0 || own.length > 0);
};

/** Compares the acknowledgements of the clients with the data of the system. Empty if all invariants hold. */
export const judge = (journal: Journal, seen: Observation): readonly Violation[] => {
  const mailed = outcomesMailed(seen);
  const cases = casesOf(journal, seen);
  return [
    ...cases.flatMap((found) => [
      ...noLoss(found, journal),
      ...oneEffectiveRun(found),
      ...oneDecision(found),
      ...recordsAgree(found),
      ...ledgerAgrees(found, seen),
      ...mailsAgree(found, mailed.get(found.id) ?? [], journal.crashes),
    ]),
    ...strangers(journal, seen),
    ...accountsAgree(seen),
    ...nothingStuck(seen),
    ...seen.runs.flatMap(legalHistory),
    ...servedAfterwards(journal),
  ];
};
