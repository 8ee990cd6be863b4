import { createHash } from 'node:crypto';
import type { TrialIds, TrialReason } from '../../../../api/types.generated.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../../../events/states.ts';
import type { Opinion, Verdict } from './opinion.ts';

/** Limit, because the fingerprints of all applications are stored in one item, which has at most 400 KB. */
export const MAX_APPLICATIONS = 30_000;

/** Number of ids that are kept of each change. */
const KEPT_IDS = 100;

/** What an archived event means for a trial. `before` and `after` are missing if it is not a valid submission. */
export type Outcome =
  | { readonly eventId: string }
  | {
      readonly eventId: string;
      readonly applicationId: string;
      readonly before: Opinion;
      readonly after: Opinion;
    };

type Counts = Record<Verdict, number>;
type Change = { -readonly [Key in keyof TrialIds]: TrialIds[Key] };
type ReasonCounts = Omit<{ -readonly [Key in keyof TrialReason]: TrialReason[Key] }, 'check'>;

/** Counts of a trial until now. */
export interface Tally {
  applications: number;
  invalid: number;
  before: Counts;
  after: Counts;
  /** Applications whose verdict has become this one. */
  newly: Record<Verdict, Change>;
  reasons: Record<ReviewReason, ReasonCounts>;
  /** Rule id → number of applications. */
  rules: Record<string, number>;
  /** Fingerprints of the applications and invalid events that are counted, without separators. */
  seen: string;
}

const noCounts = (): Counts => ({ clean: 0, flagged: 0, unprocessable: 0 });
const noChange = (): Change => ({ count: 0, ids: [] });
const noReason = (): ReasonCounts => ({ before: 0, after: 0, newlyFlagged: 0, newlyClean: 0 });

export function emptyTally(): Tally {
  return {
    applications: 0,
    invalid: 0,
    before: noCounts(),
    after: noCounts(),
    newly: { clean: noChange(), flagged: noChange(), unprocessable: noChange() },
    reasons: { NAME: noReason(), ADDRESS: noReason() },
    rules: {},
    seen: '',
  };
}

const FINGERPRINT = 8;

/** 48 bits: two of 30,000 applications have the same one with a probability of 2 in a million. */
const fingerprintOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, FINGERPRINT);

function fingerprintsIn(seen: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at < seen.length; at += FINGERPRINT) found.add(seen.slice(at, at + FINGERPRINT));
  return found;
}

export const isTooLarge = ({ seen }: Tally): boolean => seen.length > MAX_APPLICATIONS * FINGERPRINT;

/** The counts with these outcomes. Each application counts once, however often its submission was sent or is delivered. */
export function tallied(tally: Tally, outcomes: readonly Outcome[]): Tally {
  const next = structuredClone(tally);
  const seen = fingerprintsIn(tally.seen);
  for (const outcome of outcomes) {
    const fingerprint = fingerprintOf('before' in outcome ? `a ${outcome.applicationId}` : `e ${outcome.eventId}`);
    if (seen.has(fingerprint)) continue;
    seen.add(fingerprint);
    next.seen += fingerprint;
    if ('before' in outcome) count(next, outcome);
    else next.invalid += 1;
  }
  return next;
}

interface Compared {
  readonly applicationId: string;
  readonly before: Opinion;
  readonly after: Opinion;
}

function count(tally: Tally, { applicationId, before, after }: Compared): void {
  tally.applications += 1;
  tally.before[before.verdict] += 1;
  tally.after[after.verdict] += 1;
  if (before.verdict !== after.verdict) note(tally.newly[after.verdict], applicationId);
  for (const check of REVIEW_REASONS)
    countReason(tally.reasons[check], before.reasons.includes(check), after.reasons.includes(check));
  for (const id of after.ruleIds) tally.rules[id] = countOfRule(tally, id) + 1;
}

/** Number of applications to which a rule applies. A rule may have the id `constructor`. */
export const countOfRule = ({ rules }: Tally, id: string): number => (Object.hasOwn(rules, id) ? (rules[id] ?? 0) : 0);

function note(change: Change, id: string): void {
  change.count += 1;
  if (change.ids.length < KEPT_IDS) change.ids = [...change.ids, id];
}

function countReason(reason: ReasonCounts, before: boolean, after: boolean): void {
  if (before) reason.before += 1;
  if (after) reason.after += 1;
  if (after && !before) reason.newlyFlagged += 1;
  if (before && !after) reason.newlyClean += 1;
}
