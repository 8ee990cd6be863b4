import { causeOf } from './cause.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './find.ts';
import { redriveTargetOf, redriveTargetText } from './redrive-target.ts';

/** Dead letters with the same redrive target and the same cause. */
export interface PlanLine {
  readonly count: number;
  readonly oldest: Date;
  /** The redrive target as text. */
  readonly way: string;
  /** True if there is no redrive target: a redrive leaves these in the queue. */
  readonly stays: boolean;
  readonly cause: string;
}

/** What a redrive would do with these dead letters. */
export function planOf(deadLetters: readonly DeadLetter[], queue: DeadLetterQueue): readonly PlanLine[] {
  const lines = new Map<string, PlanLine>();
  for (const deadLetter of deadLetters) {
    const { code, message } = causeOf(deadLetter);
    const target = redriveTargetOf(deadLetter, queue);
    const line = { way: redriveTargetText(target), stays: target.kind === 'none', cause: `${code}: ${message}` };
    const key = `${line.way}\n${line.cause}`;
    const { count, oldest } = lines.get(key) ?? { count: 0, oldest: deadLetter.sentAt };
    lines.set(key, { ...line, count: count + 1, oldest: deadLetter.sentAt < oldest ? deadLetter.sentAt : oldest });
  }
  return [...lines.values()];
}
