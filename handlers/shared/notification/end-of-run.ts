import { applicationIdIn } from '../../../events/application-id.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { RunOutcome } from './decide.ts';
import type { Ending } from './ending.ts';

/** The end of a run that concerns an application on record. The application's case file gets an entry about it. */
export interface EndOfRun {
  readonly applicationId: string;
  /** Missing if the run has found that the application belongs to another run. */
  readonly outcome?: RunOutcome;
  /** Name of the execution. */
  readonly run: string;
  /** ISO 8601, in UTC. */
  readonly endedAt: string;
  /** How often the run was redriven before this end; missing: never. */
  readonly redriveCount?: number;
}

/** Undefined if no record belongs to the run. Nobody can then extend the case file of an application with invalid submissions. */
export function endOfOwner(
  ending: Ending,
  outcome: RunOutcome,
  record: ApplicationRecord | undefined,
): EndOfRun | undefined {
  if (record?.executionArn !== ending.executionArn) return undefined;
  return { applicationId: record.id, outcome, ...endOf(ending) };
}

/** The end of a run that did nothing, because its application was submitted twice or replayed. */
export function endOfDuplicate(ending: Ending): EndOfRun | undefined {
  const applicationId = applicationIdIn(ending.input);
  return applicationId === undefined ? undefined : { applicationId, ...endOf(ending) };
}

function endOf({ executionArn, stoppedAt, redriveCount }: Ending): Pick<EndOfRun, 'run' | 'endedAt' | 'redriveCount'> {
  return {
    run: executionArn.slice(executionArn.lastIndexOf(':') + 1),
    endedAt: stoppedAt.toISOString(),
    ...(redriveCount === undefined ? {} : { redriveCount }),
  };
}
