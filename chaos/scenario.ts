import type { Travelled } from './kinds.ts';
import type { Choices } from './random.ts';
import type { Violation } from './violation.ts';

/** How much a scenario does: the short form takes seconds, the long form minutes. */
interface Extent {
  readonly isLong: boolean;
  /** Duration of the `soak` scenario, in minutes. */
  readonly minutes: number;
  /** Kinds of applications of the `flush` scenario; empty means all. */
  readonly kinds: readonly Travelled[];
}

/** The settings and tools that a run gives to a scenario. */
export interface Stage {
  readonly choices: Choices;
  readonly extent: Extent;
  /** Empty at the start; removed after the scenario. */
  readonly directory: string;
  /** Prints progress. */
  logProgress(line: string): void;
}

/** What a scenario did, for example `{ kills: 3 }`, and which invariants were broken. */
interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** A kind of fault, and the checks that the system passes despite the fault. */
export interface Scenario {
  /** Printed before the scenario runs and in the usage text. */
  readonly question: string;
  /** True if only `--long` or `--only` with the scenario's name runs it. */
  readonly isLongOnly?: boolean;
  /** Names the tools or rights that the scenario needs and this machine lacks; undefined if it can run. */
  missing(): string | undefined;
  run(stage: Stage): Promise<Outcome>;
}
