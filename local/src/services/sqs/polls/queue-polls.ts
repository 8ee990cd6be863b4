import type { Message } from '../store/message-table.ts';
import type { Poll } from './poll.ts';

/** The result of a poll's attempt in one commit. A poll that received no message waits for `waitSeconds`. */
export type Outcome =
  | { readonly kind: 'received'; readonly messages: readonly Message[]; readonly waitSeconds: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Takes messages of one queue for polls, inside a commit. */
export interface MessageSource {
  /**
   * The outcome of a poll's first attempt. `isEmpty` is true if an earlier poll in the same commit found no message.
   */
  first(poll: Poll, isEmpty: boolean): Outcome;
  /** The messages for a poll that has waited. */
  next(poll: Poll): readonly Message[];
}

/** Runs `work` in one commit. Rejects if the queue does not exist or the commit fails. */
type Commit = <T>(work: (source: MessageSource) => T) => Promise<T>;

/**
 * The open polls of one queue. They are answered in the order of arrival; one commit answers all polls that are open. A
 * waiting poll uses no CPU until a message becomes visible.
 */
export class QueuePolls {
  readonly #commit: Commit;
  readonly #canWait: () => boolean;
  readonly #waiting = new Set<Poll>();
  readonly #arrived: Poll[] = [];
  /** In the phase `committing`, a commit with answers is in progress; the polls get their answers after it. */
  #phase: 'idle' | 'scheduled' | 'committing' = 'idle';
  /** Whether `serve` was called in the phase `committing`; then it runs again. */
  #isMissed = false;

  /** `canWait` returns false if a poll without messages must be answered immediately. */
  constructor(commit: Commit, canWait: () => boolean) {
    this.#commit = commit;
    this.#canWait = canWait;
  }

  join(poll: Poll): void {
    this.#arrived.push(poll);
    this.serve();
  }

  /** Answers polls with the visible messages. Call it when a message has become visible. */
  serve(): void {
    if (this.#phase === 'committing') this.#isMissed = true;
    if (this.#phase !== 'idle' || this.#arrived.length + this.#waiting.size === 0) return;
    this.#phase = 'scheduled';
    void this.#serve();
  }

  /** Answers all waiting polls without messages. */
  endWaiting(): void {
    for (const poll of [...this.#waiting]) poll.answer([]);
  }

  async #serve(): Promise<void> {
    let arrived: readonly Poll[] = [];
    try {
      const outcomes = await this.#commit((source) => {
        this.#phase = 'committing';
        arrived = this.#arrived.splice(0);
        return this.#outcomes(source, arrived);
      });
      for (const [poll, outcome] of outcomes) this.#settle(poll, outcome);
    } catch (error) {
      for (const poll of [...this.#waiting, ...arrived, ...this.#arrived.splice(0)]) poll.fail(error);
    }
    this.#phase = 'idle';
    if (this.#isMissed || this.#arrived.length > 0) this.#serveMissed();
  }

  #serveMissed(): void {
    this.#isMissed = false;
    this.serve();
  }

  #outcomes(source: MessageSource, arrived: readonly Poll[]): ReadonlyMap<Poll, Outcome> {
    const outcomes = new Map<Poll, Outcome>();
    let isEmpty = false;
    for (const poll of this.#waiting) {
      const messages = source.next(poll);
      isEmpty = messages.length === 0;
      if (isEmpty) break;
      outcomes.set(poll, { kind: 'received', messages, waitSeconds: 0 });
    }
    for (const poll of arrived.filter(({ isOpen }) => isOpen)) {
      const outcome = source.first(poll, isEmpty);
      isEmpty ||= outcome.kind === 'received' && outcome.messages.length === 0;
      outcomes.set(poll, outcome);
    }
    return outcomes;
  }

  #settle(poll: Poll, outcome: Outcome): void {
    if (outcome.kind === 'failed') poll.fail(outcome.error);
    else if (outcome.messages.length > 0 || outcome.waitSeconds === 0 || !this.#canWait())
      poll.answer(outcome.messages);
    else if (poll.isOpen) this.#wait(poll, outcome.waitSeconds);
  }

  #wait(poll: Poll, seconds: number): void {
    const timer = setTimeout(() => poll.answer([]), seconds * 1000);
    this.#waiting.add(poll);
    poll.onAnswered(() => {
      clearTimeout(timer);
      this.#waiting.delete(poll);
    });
  }
}
