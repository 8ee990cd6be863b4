import { type Finding, someOf } from '../../cli/doctor/finding.ts';
import { BUS } from '../../cli/system-names.ts';
import { findDeadLetterQueues } from '../../repair/dead-letters/find.ts';
import type { SmokeClients } from './clients.ts';

/** Number of messages in each dead-letter queue, by name. */
export type DeadLetterCounts = ReadonlyMap<string, number>;

export async function deadLetterCounts(clients: SmokeClients): Promise<DeadLetterCounts> {
  const queues = await findDeadLetterQueues(clients, BUS);
  return new Map(queues.map(({ name, waiting = 0, inFlight = 0 }) => [name, waiting + inFlight]));
}

/** Compares the queues before and after the walks: a message that was there before is no fault of the deployment. */
export function checkDeadLetters(before: DeadLetterCounts, after: DeadLetterCounts): Finding {
  const check = 'dead-letter queues';
  const grown = [...after].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
  if (grown.length === 0) return { check, severity: 'ok', text: `no new message in ${after.size} queues` };
  return { check, severity: 'fail', text: `new messages in ${someOf(grown)}`, remedy: `apps dlq show ${grown[0]}` };
}
