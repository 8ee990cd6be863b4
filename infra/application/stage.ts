import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Stage } from '../constructs/stage.ts';

/** What differs between the stages of the application, and the times of the human wait. */
export interface ApplicationStage extends Stage {
  /** How long a person has to decide, counted from when the review is requested. */
  readonly reviewDeadline: Duration;
  /** When a review should be decided, counted likewise. Then the supervisors are told. */
  readonly reviewDueAfter: Duration;
  /** How long before it is due the reviewers are reminded. */
  readonly remindReviewBefore: Duration;
  /** How often it is looked who must be reminded: the most that a reminder is late. */
  readonly remindReviewsEvery: Duration;
  /** A review nobody has renewed for so long counts as lost and is requested again. */
  readonly reviewHeartbeat: Duration;
  /** How often the ledger's keeper renews the heartbeats: many times within one heartbeat. */
  readonly keepReviewsEvery: Duration;
  /** How often ended runs are compared with what was told about them: many times within the day it looks back. */
  readonly reconcileOutcomesEvery: Duration;
}

const COMMON = {
  reviewDeadline: Duration.days(30),
  reviewDueAfter: Duration.days(3),
  remindReviewBefore: Duration.days(1),
  remindReviewsEvery: Duration.hours(1),
  reviewHeartbeat: Duration.days(1),
  keepReviewsEvery: Duration.hours(1),
  reconcileOutcomesEvery: Duration.hours(1),
  apiLimit: { perSecond: 200, atOnce: 400 },
};

export const STAGES = {
  dev: {
    ...COMMON,
    logRetention: RetentionDays.ONE_WEEK,
    tables: { removalPolicy: RemovalPolicy.DESTROY, isDeletionProtected: false },
  },
  prod: {
    ...COMMON,
    logRetention: RetentionDays.ONE_YEAR,
    tables: { removalPolicy: RemovalPolicy.RETAIN, isDeletionProtected: true },
  },
} as const satisfies Record<string, ApplicationStage>;

export type StageName = keyof typeof STAGES;

/** @throws Error when there is no stage of this name */
export function stageNamed(name: string): ApplicationStage {
  const stage = Object.entries(STAGES).find(([key]) => key === name)?.[1];
  if (stage === undefined) {
    throw new Error(`The context value stage is ${name}; it must be one of ${Object.keys(STAGES).join(', ')}.`);
  }
  return stage;
}
