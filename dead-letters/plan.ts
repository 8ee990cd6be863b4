import { causeOf } from './cause.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './find.ts';
import { redriveTargetOf, redriveTargetText } from './redrive-target.ts';

/** Letters that go the same way and are dead for the same reason. */
export interface PlanLine {
  readonly count: number;
  readonly oldest: Date;
  /** In words. */
  readonly way: string;
  /** True when there is no way: these stay. */
  readonly stays: boolean;
  readonly cause: string;
}

/** What a redrive would do with the letters. */
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
