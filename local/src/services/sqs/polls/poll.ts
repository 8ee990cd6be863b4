import type { Message } from '../store/message-table.ts';

/**
 * The parameters of ReceiveMessage that select or change messages. Undefined means the value of the queue's attribute.
 */
export interface Receive {
  readonly max: number;
  readonly visibilitySeconds: number | undefined;
  /** ReceiveRequestAttemptId; only for FIFO queues. */
  readonly attemptId: string | undefined;
  /** How long the poll waits for a message, in wall-clock time. */
  readonly waitSeconds: number | undefined;
  /** Whether a crash of this process ends the receive, because the receiver is a part of the process. */
  readonly isForgottenAtExit: boolean;
}

/** An open ReceiveMessage call. Only its first answer counts; later ones are ignored. */
export class Poll {
  readonly receive: Receive;
  readonly answered: Promise<readonly Message[]>;
  readonly #resolve: (messages: readonly Message[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #cleanUps: (() => void)[] = [];
  #isOpen = true;

  constructor(receive: Receive) {
    this.receive = receive;
    const { promise, resolve, reject } = Promise.withResolvers<readonly Message[]>();
    this.answered = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Calls `cleanUp` when the poll is answered. */
  onAnswered(cleanUp: () => void): void {
    this.#cleanUps.push(cleanUp);
  }

  answer(messages: readonly Message[]): void {
    this.#resolve(messages);
    this.#close();
  }

  fail(error: unknown): void {
    this.#reject(error);
    this.#close();
  }

  #close(): void {
    this.#isOpen = false;
    for (const cleanUp of this.#cleanUps.splice(0)) cleanUp();
  }
}
