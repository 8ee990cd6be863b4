import { type DeadLetterQueue, findDeadLetterQueues } from '../../repair/dead-letters/find.ts';
import type { Clients } from '../clients.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { BUS } from '../system-names.ts';

/** @throws CommandFailure that lists the existing dead-letter queues, if none has this name */
export async function deadLetterQueueNamed(clients: Clients, name: string): Promise<DeadLetterQueue> {
  const queues = await findDeadLetterQueues(clients, BUS);
  const found = queues.find((queue) => queue.name === name);
  if (found !== undefined) return found;
  const names = queues.map((queue) => queue.name).join(', ') || 'none';
  throw new CommandFailure(EXIT.notFound, `There is no dead-letter queue ${name}; there are: ${names}.`);
}
