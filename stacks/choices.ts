import { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { type ApplicationStage, stageNamed } from '../infra/application/stage.ts';

/** The choices made on the command line by `-c key=value`. */
export interface Choices {
  readonly stage: ApplicationStage;
  /** Who gets the mails about outcomes; nobody is subscribed without it. */
  readonly notificationEmail: string | undefined;
  /** False with `-c reviewWorker=off`: the review queue is left to a consumer of your own. */
  readonly hasReviewWorker: boolean;
  /** True with `-c samples=on`: the systems in `samples/` are there too. */
  readonly hasSamples: boolean;
  /** True with `-c streams=on`: the sample that tells statuses tells them to Kinesis and Firehose, too. */
  readonly hasStreams: boolean;
  /** Directory of a built console, which is deployed too: `-c console=$(npm run -s console)`. */
  readonly consoleBuild: string | undefined;
}

/** AWS ends every run after a year; more than 365 days can be waited for on one machine only. */
const LONGEST_DEADLINE_DAYS = 400;

/** @throws Error naming the key whose value is not allowed */
export function readChoices(node: Node): Choices {
  const text = (key: string): string | undefined => node.tryGetContext(key) ?? undefined;
  const isOn = (key: string, otherwise: 'on' | 'off'): boolean => {
    const value = text(key) ?? otherwise;
    if (value === 'on' || value === 'off') return value === 'on';
    throw new Error(`The context value ${key} is ${value}; it must be on or off.`);
  };
  const stage = stageNamed(text('stage') ?? 'dev');
  const deadlineDays = text('reviewDeadlineDays');
  return {
    stage: deadlineDays === undefined ? stage : { ...stage, reviewDeadline: deadlineOf(deadlineDays) },
    notificationEmail: text('notificationEmail'),
    hasReviewWorker: isOn('reviewWorker', 'on'),
    hasSamples: isOn('samples', 'off'),
    hasStreams: isOn('streams', 'off'),
    consoleBuild: text('console'),
  };
}

function deadlineOf(text: string): Duration {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= LONGEST_DEADLINE_DAYS) return Duration.days(days);
  throw new Error(`The context value reviewDeadlineDays is ${text}; it must be 1 to ${LONGEST_DEADLINE_DAYS}.`);
}
