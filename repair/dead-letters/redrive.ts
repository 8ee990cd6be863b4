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

/** Which dead letters are sent back. */
export interface Choice {
  /** Maximum number of messages that are tried; default: all. */
  readonly limit?: number;
  /** Ids of the messages. If given, all others stay in the queue. */
  readonly ids?: ReadonlySet<string>;
}

/** Messages of a queue that are looked through to find chosen ones. */
const LOOKED_THROUGH = 1_000;

/** Why a chosen message was not sent back: another person was faster, or its time in the queue has ended. */
const GONE = 'the message is no longer in the queue';

/**
 * Sends dead letters to their redrive targets, one after another. One without a target, or whose target fails, stays in the
 * queue.
 */
export async function redriveQueue(
  redriving: Redriving,
  queue: DeadLetterQueue,
  { limit = Number.POSITIVE_INFINITY, ids }: Choice = {},
): Promise<Redriven> {
  const { sqs } = redriving.clients;
  const refused: Record<Refusal, number> = {};
  const left = new Map<string, DeadLetter>();
  const most = ids?.size ?? limit;
  let sentBack = 0;
  let tried = 0;
  for (let deadLetters = await receiveBatch(); deadLetters.length > 0; deadLetters = await receiveBatch()) {
    for (const deadLetter of deadLetters) {
      const isChosen = ids?.has(deadLetter.id) ?? true;
      if (isChosen && (await isSent(deadLetter))) sentBack += 1;
      else left.set(deadLetter.id, deadLetter);
    }
  }
  await putBack(sqs, queue.url, [...left.values()]);
  if (ids !== undefined && tried < most) refused[GONE] = most - tried;
  return { sentBack, refused };

  async function isSent(deadLetter: DeadLetter): Promise<boolean> {
    tried += 1;
    const refusal = await sendBack(redriving, queue, { deadLetter, target: redriveTargetOf(deadLetter, queue) });
    if (refusal !== undefined) refused[refusal] = (refused[refusal] ?? 0) + 1;
    return refusal === undefined;
  }

  /** Messages that stay are hidden until all have been tried. One that becomes visible earlier is not tried again. */
  async function receiveBatch(): Promise<readonly DeadLetter[]> {
    if (tried >= most || left.size >= LOOKED_THROUGH) return [];
    const atOnce = ids === undefined ? Math.min(AT_ONCE, most - tried) : AT_ONCE;
    const deadLetters = await receiveDeadLetters(sqs, queue.url, atOnce);
    return deadLetters.filter(({ id }) => !left.has(id));
  }
}
