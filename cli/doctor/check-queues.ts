import { findDeadLetterQueues } from '../../dead-letters/find.ts';
import { listQueues } from '../../dead-letters/queues.ts';
import { REVIEW_QUEUE } from '../system-names.ts';
import type { Check, Finding } from './finding.ts';

/** Dead-letter queues must be empty; the review queue must exist. */
export const checkQueues: Check = async (clients) => {
  const queue = (await listQueues(clients.sqs)).find(({ name }) => name === REVIEW_QUEUE);
  const deadLetters = await findDeadLetterQueues(clients);
  const review: Finding =
    queue === undefined
      ? { check: REVIEW_QUEUE, severity: 'fail', text: 'it does not exist', remedy: 'deploy the stack' }
      : { check: REVIEW_QUEUE, severity: 'ok', text: `${queue.waiting} waiting, ${queue.inFlight} in flight` };
  return [review, ...deadLetters.map(({ name, waiting, inFlight }) => deadLetterFinding(name, waiting + inFlight))];
};

export function deadLetterFinding(check: string, messages: number): Finding {
  if (messages === 0) return { check, severity: 'ok', text: 'empty' };
  const text = `${messages} ${messages === 1 ? 'message' : 'messages'}`;
  return { check, severity: 'fail', text, remedy: `apps dlq show ${check}` };
}
