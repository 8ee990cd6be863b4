import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';

const CHUNK = 100;

/** Which messages a task moves. */
export interface Move {
  readonly source: Queue;
  /** Without a destination, each message goes back to the queue from which it came. */
  readonly destination: Queue | undefined;
  /** The last position of a message when the task began; later messages are not moved. */
  readonly last: number;
}

/** Moves a message; in the new queue it is a new message. Returns false if its queue is not known or does not exist. */
const moveOne = (queues: Queues, { source, destination }: Move, message: Message): boolean => {
  const target = destination ?? queues.byArn(message.sourceArn ?? '');
  if (!target) return false;
  const { kernel, states, table } = queues;
  states.remove(source, message);
  const renewed = {
    messageId: kernel.ids.uuid(),
    sentMs: kernel.clock.now(),
    sequenceNumber: target.isFifo ? table.nextSequenceNumber(target) : null,
    sourceArn: null,
    receivedBefore: 0,
    firstReceivedMs: null,
  };
  states.add(target, { ...message, ...renewed }, 0);
  return true;
};

/** The messages that can be moved now, after the position `after`. */
const readyAfter = (queues: Queues, { source, last }: Move, after: number): readonly Message[] =>
  queues.states.table.ready(source.id, after, CHUNK).filter(({ position }) => position <= last);

/** Moves at most `limit` of the messages that are ready now. Returns the number of moved messages. */
const moveReady = (queues: Queues, move: Move, limit: number): number => {
  let moved = 0;
  for (let after = 0; moved < limit; ) {
    const found = readyAfter(queues, move, after);
    for (const message of found) if (moved < limit && moveOne(queues, move, message)) moved += 1;
    const end = found.at(-1);
    if (end === undefined) return moved;
    after = end.position;
  }
  return moved;
};

/**
 * Moves at most `limit` visible messages. Returns the number of moved messages; fewer than `limit` if none is left that
 * can be moved. In a FIFO queue this needs several passes, because a move of the first message of a group makes the next
 * one ready. Call it inside `write`.
 */
export const moveMessages = (queues: Queues, move: Move, limit: number): number => {
  let total = 0;
  for (;;) {
    const moved = moveReady(queues, move, limit - total);
    total += moved;
    if (moved === 0 || total >= limit) return total;
  }
};

/** Whether visible messages are left that the task has to move. */
export const hasMessagesLeft = (queues: Queues, move: Move): boolean => readyAfter(queues, move, 0).length > 0;
