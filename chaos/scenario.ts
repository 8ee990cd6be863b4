import type { Choices } from './random.ts';
import type { Violation } from './violation.ts';

/** How much a scenario does: the short form takes seconds, the long form minutes. */
interface Extent {
  readonly isLong: boolean;
  /** Minutes of the soak. */
  readonly minutes: number;
}

/** What a scenario works with. */
export interface Stage {
  readonly choices: Choices;
  readonly extent: Extent;
  /** An empty directory, removed afterwards. */
  readonly directory: string;
  /** Prints progress. */
  say(line: string): void;
}

/** What a scenario did, for example `{ kills: 3 }`, and which invariants were broken. */
interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** One question about bad days. */
export interface Scenario {
  readonly question: string;
  /** True if only the long form runs it, unless it is named. */
  readonly isLongOnly?: boolean;
  /** What the scenario needs and this machine does not have, as text; undefined if it can run. */
  missing(): string | undefined;
  run(stage: Stage): Promise<Outcome>;
}
