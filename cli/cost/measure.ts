import { setTimeout as sleep } from 'node:timers/promises';

/** Usage that a runtime has counted, by service and unit. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Paths of an application through the workflow that are measured. Each ends in a final state. */
export const OUTCOMES = ['approved', 'reviewed-approved', 'reviewed-rejected', 'unprocessable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

interface Path {
  readonly name: string;
  readonly decision?: 'APPROVE' | 'REJECT';
  readonly state: string;
}

const PATHS: Readonly<Record<Outcome, Path>> = {
  approved: { name: 'Spock', state: 'APPROVED' },
  'reviewed-approved': { name: 'evil Spock', decision: 'APPROVE', state: 'APPROVED' },
  'reviewed-rejected': { name: 'evil Spock', decision: 'REJECT', state: 'REJECTED' },
  unprocessable: { name: 'UNPROCESSABLE_DATA', state: 'FLAGGED_WITH_UNPROCESSABLE_DATA' },
};

/** Access to the measured system. Calls between `submit` and the last `usage` must not add to the usage. */
export interface Measured {
  readonly submit: (application: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
  }) => Promise<void>;
  /** Returns whether the decision ended the review. If not, another person must decide too. */
  readonly decide: (id: string, decision: 'APPROVE' | 'REJECT') => Promise<boolean>;
  readonly stateOf: (id: string) => Promise<string>;
  readonly usage: () => Promise<Usage>;
  /** Resolves when the system has no work in progress. */
  readonly idle: () => Promise<void>;
  /** ARNs of all executions of the workflow. */
  readonly executions: () => Promise<readonly string[]>;
  readonly hasEnded: (executionArn: string) => Promise<boolean>;
  /** Number of reviews in the ledger, pending or ended. */
  readonly reviews: () => Promise<number>;
  /**
   * Stops the runs of these applications and deletes their reviews, so that a failed measurement leaves no pending
   * review.
   */
  readonly discard: (ids: readonly string[]) => Promise<void>;
}

/**
 * Maximum number of measurements. On a busy machine a function may time out, which changes the usage or fails the run.
 */
const ATTEMPTS = 5;

/** Thrown if a measured application ends with another outcome than expected. */
class OtherOutcomeError extends Error {
  override readonly name = 'OtherOutcomeError';
}

/**
 * Usage of one application with this outcome: the mean of `count` applications. Repeats the measurement until two agree,
 * and with other applications if the review policy requires two people for one of them.
 * @throws Error if no two of five measurements agree; it names the last other outcome of an application
 */
export async function measureOutcome(system: Measured, outcome: Outcome, count: number): Promise<Usage> {
  const measured: Usage[] = [];
  let other = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const ids = Array.from({ length: count }, (_, index) => `cost-${outcome}-${Date.now().toString(36)}-${index}`);
    const usage = await measureOnce(system, PATHS[outcome], ids).catch(async (error: unknown) => {
      await system.discard(ids);
      if (!(error instanceof OtherOutcomeError)) throw error;
      other = ` ${error.message}`;
    });
    if (usage === undefined) continue;
    if (measured.some((earlier) => agree(earlier, usage))) return usage;
    measured.push(usage);
  }
  throw new Error(
    `No two of ${ATTEMPTS} measurements agree; does another client use the system at the same time?${other}`,
  );
}

/**
 * DynamoDB units by which two measurements may differ. Three streams can write one case file at the same time: each of them
 * but one then reads the file and writes once more.
 */
const CONFLICT_UNITS = 8;

/** True for the same counts, apart from conflicts. */
function agree(left: Usage, right: Usage): boolean {
  const { dynamodb: leftUnits = {}, ...leftRest } = left;
  const { dynamodb: rightUnits = {}, ...rightRest } = right;
  const units = [...new Set([...Object.keys(leftUnits), ...Object.keys(rightUnits)])];
  return (
    JSON.stringify(withoutDurations(leftRest)) === JSON.stringify(withoutDurations(rightRest)) &&
    units.every((unit) => Math.abs((leftUnits[unit] ?? 0) - (rightUnits[unit] ?? 0)) <= CONFLICT_UNITS)
  );
}

/** The usage without GB-seconds, which depend on the speed of the machine. Units are in the order of their first count. */
export function withoutDurations({ lambda: { 'GB-seconds': _, ...lambda } = {}, ...others }: Usage): Usage {
  return { ...others, lambda };
}

async function measureOnce(system: Measured, path: Path, ids: readonly string[]): Promise<Usage> {
  const { decision } = path;
  const before = await settled(system);
  const known = new Set(await system.executions());
  const reviewed = (await system.reviews()) + ids.length;
  for (const id of ids) await system.submit({ id, name: path.name, address: '123 Enterprise Street' });
  const started = await until(system, `${ids.length} executions`, async () => {
    const fresh = (await system.executions()).filter((arn) => !known.has(arn));
    return fresh.length === ids.length ? fresh : undefined;
  });
  if (decision !== undefined) {
    await until(system, `${ids.length} reviews`, async () => (await system.reviews()) >= reviewed || undefined);
    await settled(system);
    for (const id of ids) await decideAlone(system, id, decision);
  }
  for (const arn of started)
    await until(system, `the end of ${arn}`, async () => (await system.hasEnded(arn)) || undefined);
  const after = await settled(system);
  for (const id of ids) {
    const reached = await system.stateOf(id);
    if (reached !== path.state) throw new OtherOutcomeError(`${id} is ${reached}; expected ${path.state}.`);
  }
  return difference(after, before, ids.length);
}

/** @throws OtherOutcomeError if the review policy has chosen this application for a review by two people */
async function decideAlone(system: Measured, id: string, decision: 'APPROVE' | 'REJECT'): Promise<void> {
  const hasEnded = await system.decide(id, decision);
  if (!hasEnded) throw new OtherOutcomeError(`The review policy requires two people for ${id}; measured is one.`);
}

const QUIET_MS = 500;
const POLL_INTERVAL_MS = 100;
/** Longer than the visibility timeout of the review queue, after which a message of a slow function is retried. */
const STILL_MS = 600_000;

/**
 * Calls a function repeatedly until it returns an answer.
 * @throws Error with `what`, the awaited thing, if the usage has not changed for ten minutes
 */
async function until<Answer>(
  { usage }: Measured,
  what: string,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  let last = '';
  for (let sinceMs = performance.now(); ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const now = JSON.stringify(await usage());
    if (now !== last) sinceMs = performance.now();
    else if (performance.now() - sinceMs > STILL_MS)
      throw new Error(`Timed out after ${STILL_MS / 1_000} s without a change of usage, waiting for ${what}.`);
    last = now;
    await sleep(POLL_INTERVAL_MS);
  }
}

/**
 * The usage after it has stopped changing. Mails and accounts are made after the application's final state is recorded.
 */
async function settled({ idle, usage }: Measured): Promise<Usage> {
  await idle();
  for (let last = await usage(); ; ) {
    await sleep(QUIET_MS);
    await idle();
    const now = await usage();
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
}

function difference(after: Usage, before: Usage, count: number): Usage {
  return Object.fromEntries(
    Object.entries(after).flatMap(([service, units]) => {
      const changed = Object.entries(units).flatMap(([unit, amount]) => {
        const used = (amount - (before[service]?.[unit] ?? 0)) / count;
        return used > 0 ? [[unit, used] as const] : [];
      });
      return changed.length === 0 ? [] : [[service, Object.fromEntries(changed)] as const];
    }),
  );
}
