import type { OwnedRecord, RunState } from '../../../repair/runs/conflict.ts';
import type { SteeredRun } from '../../../repair/runs/steer.ts';

/** A run of the workflow, with the id of its application if the submission has a valid one. */
export type KnownRun = RunState & SteeredRun;

/** Access to the workflow's runs. */
export interface Runs {
  /** Undefined if the workflow has no run of this name. */
  find(name: string): Promise<KnownRun | undefined>;
  /** Stops the run. The case file of its application says that `who` did it. */
  stop(run: KnownRun, who: string): Promise<void>;
  /**
   * Redrives the run. The case file says that `who` did it. Resolves with false if Step Functions no longer redrives the run.
   */
  redrive(run: KnownRun, who: string): Promise<boolean>;
}

/** The record of an application, strongly consistent; undefined if there is none. */
export type FindRecord = (applicationId: string) => Promise<OwnedRecord | undefined>;
