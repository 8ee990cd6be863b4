import { findDeadLetterQueues } from '../../repair/dead-letters/find.ts';
import { listQueues, type QueueView } from '../../repair/dead-letters/queues.ts';
import { BUS, REVIEW_QUEUE } from '../system-names.ts';
import type { Check, Finding } from './finding.ts';

/** Checks that the dead-letter queues are empty and that the review queue exists. */
export const checkQueues: Check = async (clients) => {
  const queue = (await listQueues(clients.sqs)).find(({ name }) => name === REVIEW_QUEUE);
  const deadLetters = await findDeadLetterQueues(clients, BUS);
  return [reviewFinding(queue), ...deadLetters.map(queueFinding)];
};

function reviewFinding(queue: QueueView | undefined): Finding {
  if (queue === undefined)
    return { check: REVIEW_QUEUE, severity: 'fail', text: 'it does not exist', remedy: 'deploy the stack' };
  if (queue.notReadable !== undefined) return notReadableFinding(REVIEW_QUEUE, queue.notReadable);
  return { check: REVIEW_QUEUE, severity: 'ok', text: `${queue.waiting} waiting, ${queue.inFlight} in flight` };
}

function queueFinding({ name, waiting = 0, inFlight = 0, notReadable }: QueueView): Finding {
  return notReadable === undefined
    ? deadLetterFinding(name, waiting + inFlight)
    : notReadableFinding(name, notReadable);
}

function notReadableFinding(check: string, error: string): Finding {
  const remedy = `look at the policy of the queue ${check} and at your own rights`;
  return { check, severity: 'fail', text: `not readable: ${error}`, remedy };
}

export function deadLetterFinding(check: string, messages: number): Finding {
  if (messages === 0) return { check, severity: 'ok', text: 'empty' };
  const text = `${messages} ${messages === 1 ? 'message' : 'messages'}`;
  return { check, severity: 'fail', text, remedy: `apps dlq show ${check}` };
}
