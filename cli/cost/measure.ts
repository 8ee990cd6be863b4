import { setTimeout as sleep } from 'node:timers/promises';

/** What the meter of a runtime has counted, by service and unit. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How an application ends, and what leads there. */
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

/** How a running system is driven and read. */
export interface Measured {
  readonly submit: (application: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
  }) => Promise<void>;
  readonly decide: (id: string, decision: 'APPROVE' | 'REJECT') => Promise<void>;
  readonly stateOf: (id: string) => Promise<string>;
  readonly usage: () => Promise<Usage>;
}

/**
 * What one application of an outcome makes the system use: the mean of `count` of them.
 * @throws Error when one has not ended so
 */
export async function measureOutcome(system: Measured, outcome: Outcome, count: number): Promise<Usage> {
  const { name, decision, state } = PATHS[outcome];
  const ids = Array.from({ length: count }, (_, index) => `cost-${outcome}-${Date.now().toString(36)}-${index}`);
  const before = await settled(system);
  for (const id of ids) await system.submit({ id, name, address: '123 Enterprise Street' });
  // Asking whether a review is there would cost something itself; that nothing moves any more says the same.
  await settled(system);
  if (decision !== undefined) for (const id of ids) await system.decide(id, decision);
  const after = await settled(system);
  for (const id of ids) {
    const reached = await system.stateOf(id);
    if (reached !== state) throw new Error(`${id} is ${reached}, and not ${state}.`);
  }
  return difference(after, before, count);
}

const QUIET_MS = 500;

/** The usage once nothing has changed for a while: mails and accounts come after the state. */
async function settled({ usage }: Measured): Promise<Usage> {
  for (let last = await usage(); ; ) {
    await sleep(QUIET_MS);
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
