import type { Clients } from './clients.ts';
import type { DeadLetterQueue } from './find.ts';
import { type Letter, putBack, takeLetters } from './letter.ts';
import { type Refusal, sendBack } from './send-back.ts';
import { wayBack } from './way-back.ts';

export interface Redriven {
  readonly sentBack: number;
  /** How many stay, by reason. */
  readonly refused: { readonly [reason: Refusal]: number };
}

/** Few enough to be sent within the minute that they are hidden. */
const AT_ONCE = 10;

/** Sends back each letter that has a way, one by one, and tries at most `limit`; what is refused stays in the queue. */
export async function redriveLetters(
  clients: Clients,
  queue: DeadLetterQueue,
  limit = Number.POSITIVE_INFINITY,
): Promise<Redriven> {
  const refused: Record<Refusal, number> = {};
  const left: Letter[] = [];
  let sentBack = 0;
  for (let letters = await takeSome(); letters.length > 0; letters = await takeSome()) {
    for (const letter of letters) {
      const refusal = await sendBack(clients, queue, { letter, way: wayBack(letter, queue) });
      if (refusal === undefined) sentBack += 1;
      else {
        left.push(letter);
        refused[refusal] = (refused[refusal] ?? 0) + 1;
      }
    }
  }
  await putBack(clients.sqs, queue.url, left);
  return { sentBack, refused };

  /** What was refused stays hidden until all have been tried; one that comes again is not tried again. */
  async function takeSome(): Promise<readonly Letter[]> {
    const rest = limit - sentBack - left.length;
    if (rest <= 0) return [];
    const letters = await takeLetters(clients.sqs, queue.url, Math.min(AT_ONCE, rest));
    const known = new Set(left.map(({ id }) => id));
    return letters.filter(({ id }) => !known.has(id));
  }
}
