import { causeOf } from './cause.ts';
import type { DeadLetterQueue } from './find.ts';
import type { Letter } from './letter.ts';
import { wayBack, wayBackText } from './way-back.ts';

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
export function planOf(letters: readonly Letter[], queue: DeadLetterQueue): readonly PlanLine[] {
  const lines = new Map<string, PlanLine>();
  for (const letter of letters) {
    const { code, message } = causeOf(letter);
    const back = wayBack(letter, queue);
    const line = { way: wayBackText(back), stays: back.kind === 'none', cause: `${code}: ${message}` };
    const key = `${line.way}\n${line.cause}`;
    const { count, oldest } = lines.get(key) ?? { count: 0, oldest: letter.sentAt };
    lines.set(key, { ...line, count: count + 1, oldest: letter.sentAt < oldest ? letter.sentAt : oldest });
  }
  return [...lines.values()];
}
