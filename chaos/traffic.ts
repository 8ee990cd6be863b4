import type { KindName } from './kinds.ts';
import { type Planned, type Reviewer, review, submit } from './load.ts';
import type { Choices } from './random.ts';
import type { Target } from './target.ts';

/** Kinds of applications, with their share in percent. */
const MIX: readonly (readonly [KindName, number])[] = [
  ['approve', 40],
  ['review-approve', 12],
  ['review-reject', 10],
  ['contested', 8],
  ['return-amend', 8],
  ['return-silent', 4],
  ['expire', 5],
  ['unprocessable', 8],
  ['invalid', 5],
];
const MOST_IN_A_CALL = 5;
const SENT_TWICE = 0.15;

const kindFrom = (choices: Choices): KindName => {
  let left = choices.between(1, 100);
  for (const [kind, share] of MIX) {
    left -= share;
    if (left <= 0) return kind;
  }
  return 'approve';
};

export interface Traffic {
  readonly choices: Choices;
  readonly callers: number;
  readonly reviewers: readonly Reviewer[];
  /** Ends the traffic: once this is true, no caller begins another round. */
  isOver(): boolean;
}

/**
 * Runs several callers concurrently. In each round a caller submits a few applications, some of them twice, and decides
 * their reviews. Resolves when the system has acknowledged all calls of the last rounds.
 */
export const runTraffic = async (target: Target, { choices, callers, reviewers, isOver }: Traffic): Promise<void> => {
  const caller = async (_: unknown, number: number): Promise<void> => {
    const own = choices.stream(`caller ${number}`);
    for (let round = 0; !isOver(); round += 1) {
      const planned = Array.from({ length: own.between(1, MOST_IN_A_CALL) }, (_each, index): Planned => {
        return { id: `c${number}-${round}-${index}`, kind: kindFrom(own) };
      });
      await submit(target, planned);
      if (own.next() < SENT_TWICE) await submit(target, planned.slice(0, 1));
      await Promise.all(planned.map((each) => review(target, reviewers, each)));
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
};
