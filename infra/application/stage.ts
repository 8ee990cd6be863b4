import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Stage } from '../constructs/stage.ts';

/** What differs between the stages of the application, and the durations of the human wait. */
export interface ApplicationStage extends Stage {
  readonly name: string;
  /** Time to decide, from the review request. Then the review expires. */
  readonly reviewDeadline: Duration;
  /** Target time to decide, from the review request. Then supervisors get a mail. */
  readonly reviewDueAfter: Duration;
  /** Reviewers get a reminder this long before a review is due. */
  readonly remindReviewBefore: Duration;
  /** Interval of the reminder schedule: the maximum delay of a reminder. */
  readonly remindReviewsEvery: Duration;
  /** Without a heartbeat for this long, a review counts as lost and is requested again. */
  readonly reviewHeartbeat: Duration;
  /** Interval of the keeper's heartbeats: a small fraction of `reviewHeartbeat`. */
  readonly keepReviewsEvery: Duration;
  /** Interval of the reconciler: a small fraction of the 24 hours that it looks back. */
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

const STAGES = {
  dev: {
    ...COMMON,
    name: 'dev',
    logRetention: RetentionDays.ONE_WEEK,
    data: { removalPolicy: RemovalPolicy.DESTROY, isDeletionProtected: false },
  },
  prod: {
    ...COMMON,
    name: 'prod',
    logRetention: RetentionDays.ONE_YEAR,
    data: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, isDeletionProtected: true },
  },
} as const satisfies Record<string, ApplicationStage>;

export const STAGE_NAMES = Object.keys(STAGES);

/** Undefined if no stage has this name. */
export function stageNamed(name: string): ApplicationStage | undefined {
  return Object.entries(STAGES).find(([key]) => key === name)?.[1];
}
