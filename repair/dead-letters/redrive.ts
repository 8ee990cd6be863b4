import { type DeadLetter, putBack, receiveDeadLetters } from './dead-letter.ts';
import type { DeadLetterQueue } from './find.ts';
import { redriveTargetOf } from './redrive-target.ts';
import { type Redriving, type Refusal, sendBack } from './send-back.ts';

export interface Redriven {
  readonly sentBack: number;
  /** Number of messages that stay in the queue, by reason. */
  readonly refused: { readonly [reason: Refusal]: number };
}

/** Messages per batch: few enough to send all of them before their visibility timeout of a minute ends. */
const AT_ONCE = 10;

/**
 * Sends each dead letter to its redrive target, one after another, and tries at most `limit`. One without a target, or
 * whose target fails, stays in the queue.
 */
export async function redriveQueue(
  redriving: Redriving,
  queue: DeadLetterQueue,
  limit = Number.POSITIVE_INFINITY,
): Promise<Redriven> {
  const { sqs } = redriving.clients;
  const refused: Record<Refusal, number> = {};
  const left: DeadLetter[] = [];
  let sentBack = 0;
  for (let deadLetters = await receiveBatch(); deadLetters.length > 0; deadLetters = await receiveBatch()) {
    for (const deadLetter of deadLetters) {
      const refusal = await sendBack(redriving, queue, { deadLetter, target: redriveTargetOf(deadLetter, queue) });
      if (refusal === undefined) sentBack += 1;
      else {
        left.push(deadLetter);
        refused[refusal] = (refused[refusal] ?? 0) + 1;
      }
    }
  }
  await putBack(sqs, queue.url, left);
  return { sentBack, refused };

  /** Refused messages stay hidden until all have been tried. One that becomes visible earlier is not tried again. */
  async function receiveBatch(): Promise<readonly DeadLetter[]> {
    const rest = limit - sentBack - left.length;
    if (rest <= 0) return [];
    const deadLetters = await receiveDeadLetters(sqs, queue.url, Math.min(AT_ONCE, rest));
    const known = new Set(left.map(({ id }) => id));
    return deadLetters.filter(({ id }) => !known.has(id));
  }
}
