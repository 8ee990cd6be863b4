import { setTimeout as sleep } from 'node:timers/promises';

/** Amounts that the runtime's usage meter has counted, by service and unit. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How an application ends, and whether a reviewer decided. */
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

/** A running system that is measured. Calls between `submit` and the last `usage` must not be counted as usage. */
export interface Measured {
  readonly submit: (application: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
  }) => Promise<void>;
  readonly decide: (id: string, decision: 'APPROVE' | 'REJECT') => Promise<void>;
  readonly stateOf: (id: string) => Promise<string>;
  readonly usage: () => Promise<Usage>;
  /** Resolves when no work is in flight. */
  readonly idle: () => Promise<void>;
  /** ARNs of all executions of the workflow. */
  readonly executions: () => Promise<readonly string[]>;
  /** Types of the history events of an execution, oldest first. */
  readonly history: (executionArn: string) => Promise<readonly string[]>;
  /** Number of all reviews, pending and decided. */
  readonly reviews: () => Promise<number>;
  /** Removes applications that have not ended: after a failure no review must stay pending. */
  readonly discard: (ids: readonly string[]) => Promise<void>;
}

/** Attempts per outcome. A slow function is retried by the workflow, which adds cost, so such a measurement is repeated. */
const ATTEMPTS = 3;

/**
 * Mean usage of one application with this outcome, measured with `count` applications.
 * @throws Error if an application has another outcome, or if tasks were retried in each of three measurements
 */
export async function measureOutcome(system: Measured, outcome: Outcome, count: number): Promise<Usage> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const ids = Array.from({ length: count }, (_, index) => `cost-${outcome}-${Date.now().toString(36)}-${index}`);
    try {
      const { usage, isDisturbed } = await measureOnce(system, PATHS[outcome], ids);
      if (!isDisturbed) return usage;
    } catch (error) {
      await system.discard(ids);
      throw error;
    }
  }
  throw new Error(
    `The workflow retried functions in all ${ATTEMPTS} measurements; is this machine busy with other work?`,
  );
}

interface Measurement {
  readonly usage: Usage;
  /** True if the workflow retried a task. */
  readonly isDisturbed: boolean;
}

async function measureOnce(system: Measured, path: Path, ids: readonly string[]): Promise<Measurement> {
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
    await until(system, `${ids.length} reviews`, async () => ((await system.reviews()) >= reviewed ? true : undefined));
    await settled(system);
    for (const id of ids) await system.decide(id, decision);
  }
  const endOf = (arn: string) => until(system, `The end of ${arn}`, () => endedHistory(system, arn));
  const histories = await Promise.all(started.map(endOf));
  const after = await settled(system);
  for (const id of ids) {
    const reached = await system.stateOf(id);
    if (reached !== path.state) throw new Error(`${id} is ${reached}, and not ${path.state}.`);
  }
  return { usage: difference(after, before, ids.length), isDisturbed: histories.some(hasRetries) };
}

const ENDED = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;
const SCHEDULED = /^(Task|LambdaFunction)Scheduled$/;

async function endedHistory(system: Measured, executionArn: string): Promise<readonly string[] | undefined> {
  const types = await system.history(executionArn);
  return types.some((type) => ENDED.test(type)) ? types : undefined;
}

/** A retry schedules a task again, but does not enter its state again. */
const hasRetries = (types: readonly string[]): boolean =>
  types.filter((type) => SCHEDULED.test(type)).length > types.filter((type) => type === 'TaskStateEntered').length;

const QUIET_MS = 500;
const LOOK_AGAIN_MS = 100;
/** On a busy machine usage still grows, only slowly; no growth for this time means that the system is stuck. */
const STILL_MS = 120_000;

/**
 * Polls `ask` until it returns a value.
 * @throws Error that names `what`, if usage has not changed for two minutes
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
      throw new Error(`${what} did not come: no new usage for ${STILL_MS / 1000} s.`);
    last = now;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Usage after no work is in flight and usage has stopped changing: mails and accounts follow the final state. */
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
