import { invalidValue, NOT_FOR_THIS_TYPE, overLimit } from '../errors.ts';
import { makeReceipt } from '../messages/receipt.ts';
import { integerOf } from '../queue/attributes.ts';
import { type Redrive, redriveOf } from '../queue/redrive.ts';
import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';
import { STATE } from '../store/tables.ts';
import type { Receive } from './poll.ts';
import type { Outcome } from './queue-polls.ts';

/**
 * Maximum number of messages in flight.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
const MAX_IN_FLIGHT = 120_000;

/** The messages that a running receive has taken so far; at most `limit`. */
interface Receiving {
  readonly receive: Receive;
  readonly limit: number;
  readonly messages: Message[];
}

/** Takes messages from a queue, inside a commit. */
export class Receiver {
  readonly #queues: Queues;
  readonly #queue: Queue;
  readonly #redrive: (Redrive & { readonly target: Queue }) | undefined;

  /** In the same commit, `MessageStates.expire` must have been called for the queue before. */
  constructor(queues: Queues, queue: Queue) {
    this.#queues = queues;
    this.#queue = queue;
    const redrive = redriveOf(queue);
    const target = redrive && queues.byArn(redrive.deadLetterArn);
    this.#redrive = redrive && target && { ...redrive, target };
  }

  /**
   * The outcome of a poll's first attempt. `isEmpty` is true if an earlier poll in the same commit found no message.
   */
  first(receive: Receive, isEmpty: boolean): Outcome {
    const waitSeconds = receive.waitSeconds ?? integerOf(this.#queue, 'ReceiveMessageWaitTimeSeconds');
    if (receive.attemptId !== undefined && !this.#queue.isFifo)
      return { kind: 'failed', error: invalidValue('ReceiveRequestAttemptId', receive.attemptId, NOT_FOR_THIS_TYPE) };
    const repeated = this.#repeat(receive);
    if (repeated) return { kind: 'received', messages: repeated, waitSeconds };
    if (this.#room() <= 0 && waitSeconds === 0 && !this.#queue.isFifo)
      return { kind: 'failed', error: overLimit(MAX_IN_FLIGHT) };
    return { kind: 'received', messages: isEmpty ? [] : this.take(receive), waitSeconds };
  }

  /** Receives messages. Those that were received too often are moved to the dead-letter queue. */
  take(receive: Receive): readonly Message[] {
    const receiving: Receiving = { receive, limit: Math.min(receive.max, this.#room()), messages: [] };
    let after = 0;
    while (receiving.messages.length < receiving.limit) {
      const found = this.#queues.states.table.ready(this.#queue.id, after, receiving.limit - receiving.messages.length);
      if (found.length === 0) break;
      for (const message of found) this.#takeWithGroup(message, receiving);
      after = found.at(-1)?.position ?? after;
    }
    this.#noteAttempt(receive, receiving.messages);
    return receiving.messages;
  }

  #room(): number {
    return MAX_IN_FLIGHT - this.#queues.states.table.countInFlight(this.#queue.id);
  }

  #timeoutMs({ visibilitySeconds }: Receive): number {
    return (visibilitySeconds ?? integerOf(this.#queue, 'VisibilityTimeout')) * 1000;
  }

  /** Takes a message and, in a FIFO queue, also the next messages of its group. */
  #takeWithGroup(message: Message, receiving: Receiving): void {
    if (receiving.messages.length >= receiving.limit) return;
    const isTaken = this.#takeOne(message, receiving);
    if (!isTaken || !this.#queue.isFifo || message.groupId === null) return;
    const room = receiving.limit - receiving.messages.length;
    const { table } = this.#queues.states;
    for (const next of room > 0 ? table.waiting(this.#queue.id, message.groupId, message.position, room) : [])
      this.#takeOne(next, receiving);
  }

  /** Takes one message. Returns false if it was moved to the dead-letter queue instead. */
  #takeOne(message: Message, { receive, messages }: Receiving): boolean {
    if (this.#redrive && message.receiveCount >= this.#redrive.maxReceives) {
      this.#moveToDeadLetters(message, this.#redrive.target);
      return false;
    }
    const receipt = makeReceipt(message, this.#queues.kernel.ids.uuid(), receive.isForgottenAtExit);
    messages.push(this.#queues.states.receive(this.#queue, message, this.#timeoutMs(receive), receipt));
    return true;
  }

  /**
   * Moves a message to the dead-letter queue. Its sent time stays the same in a standard queue, and is the time of the
   * move in a FIFO queue.
   */
  #moveToDeadLetters(message: Message, target: Queue): void {
    const { kernel, states, table } = this.#queues;
    states.remove(this.#queue, message);
    states.add(
      target,
      {
        ...message,
        sentMs: target.isFifo ? kernel.clock.now() : message.sentMs,
        sequenceNumber: target.isFifo ? table.nextSequenceNumber(target) : null,
        sourceArn: this.#queues.arnOf(this.#queue),
        receivedBefore: message.receivedBefore + message.receiveCount,
      },
      0,
    );
  }

  #noteAttempt({ attemptId }: Receive, taken: readonly Message[]): void {
    if (attemptId === undefined || !this.#queue.isFifo || taken.length === 0) return;
    const received = taken.map(({ position, receipt, visibleMs }) => ({ position, receipt, visibleMs }));
    this.#queues.deduplication.setAttempt(this.#queue, attemptId, received, this.#queues.kernel.clock.now());
  }

  /**
   * Repeats an earlier receive with the same attempt id: returns the same messages and receipt handles, with a new
   * visibility timeout. Undefined if there was no such receive, or if one of its messages has changed since.
   */
  #repeat({ attemptId, ...receive }: Receive): readonly Message[] | undefined {
    if (attemptId === undefined || !this.#queue.isFifo) return undefined;
    const { states, deduplication, kernel } = this.#queues;
    const received = deduplication.findAttempt(this.#queue, attemptId, kernel.clock.now()) ?? [];
    const messages = received.flatMap((before) => {
      const message = states.table.find(before.position);
      const isSame = message?.receipt === before.receipt && message?.visibleMs === before.visibleMs;
      return message && isSame && message.state === STATE.inFlight ? [message] : [];
    });
    if (messages.length === 0 || messages.length < received.length) return undefined;
    const timeoutMs = this.#timeoutMs({ ...receive, attemptId });
    for (const message of messages) states.setTimeout(this.#queue, message, timeoutMs);
    const renewed = messages.map(({ position }) => states.table.find(position)).filter((each) => each !== undefined);
    this.#noteAttempt({ ...receive, attemptId }, renewed);
    return renewed;
  }
}
