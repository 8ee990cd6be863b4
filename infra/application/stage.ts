import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Stage } from '../constructs/stage.ts';
import { DEFAULT_REVIEW_POLICY, type ReviewPolicy, readReviewPolicy } from './review-policy.ts';
import { DEFAULT_TEAMS, readTeams, type Team } from './teams.ts';

/** Settings of one stage (dev, prod), and the durations of the review process. */
export interface ApplicationStage extends Stage {
  readonly name: string;
  /** Time from the review request until the review expires. */
  readonly reviewDeadline: Duration;
  /** Time that an applicant has to answer a reviewer's questions. A reminder is sent after half of it. */
  readonly informationDeadline: Duration;
  /** Which reviews need two people. */
  readonly reviewPolicy: ReviewPolicy;
  /** Teams of reviewers, who get the reviews with their reasons first. */
  readonly teams: readonly Team[];
  /** Time from the review request until the review is due. Supervisors get a mail about an overdue review. */
  readonly reviewDueAfter: Duration;
  /** Time between the reminder and the due date of a review. */
  readonly remindReviewBefore: Duration;
  /** Heartbeat timeout: if no heartbeat arrives for this time, the workflow requests the review again. */
  readonly reviewHeartbeat: Duration;
  /**
   * Interval of the heartbeats that keep-reviews sends. Must be a small fraction of `reviewHeartbeat`. A reminder is
   * delayed by at most this time.
   */
  readonly keepReviewsEvery: Duration;
  /** Interval of the reconciler. Must be a small fraction of 24 hours, the time that each run of it examines. */
  readonly reconcileOutcomesEvery: Duration;
  /** Time for which the archive of the bus keeps submissions. A replay can send them again for this long. */
  readonly archiveRetention: Duration;
  /** Interval in which confirmed erasures that were interrupted or had to wait are finished. */
  readonly finishErasuresEvery: Duration;
  readonly retention: Retention;
  /** Concurrent executions that Lambda keeps free for the function that decides reviews; undefined: none. */
  readonly decidingConcurrency?: number;
}

/** How long the system keeps what it needs only for a time. docs/data.md says why. */
interface Retention {
  /** Idempotency keys of requests to the API, in whole days. */
  readonly submissions: Duration;
  /** Rows of the measures, in whole days. */
  readonly measures: Duration;
  /** Trials of check rules, in whole days. */
  readonly trials: Duration;
  /** Copies of archived events in the queue of previews. */
  readonly previews: Duration;
}

const COMMON = {
  reviewPolicy: readReviewPolicy(DEFAULT_REVIEW_POLICY),
  teams: readTeams(DEFAULT_TEAMS),
  reviewDeadline: Duration.days(30),
  informationDeadline: Duration.days(14),
  reviewDueAfter: Duration.days(3),
  remindReviewBefore: Duration.days(1),
  reviewHeartbeat: Duration.days(1),
  keepReviewsEvery: Duration.hours(1),
  reconcileOutcomesEvery: Duration.hours(1),
  archiveRetention: Duration.days(30),
  backupRetention: Duration.days(35),
  finishErasuresEvery: Duration.hours(1),
  retention: {
    submissions: Duration.days(1),
    measures: Duration.days(400),
    trials: Duration.days(30),
    previews: Duration.hours(1),
  },
  apiLimit: { perSecond: 200, atOnce: 400, heavyRoute: { perSecond: 50, atOnce: 100 } },
};

const STAGES = {
  dev: {
    ...COMMON,
    name: 'dev',
    logRetention: RetentionDays.ONE_WEEK,
    data: { removalPolicy: RemovalPolicy.DESTROY, isDeletionProtected: false },
    signIn: { needsSecondFactor: false, tokenValidity: Duration.hours(1) },
    trafficShift: LambdaDeploymentConfig.ALL_AT_ONCE,
  },
  prod: {
    ...COMMON,
    name: 'prod',
    logRetention: RetentionDays.ONE_YEAR,
    data: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, isDeletionProtected: true },
    signIn: { needsSecondFactor: true, tokenValidity: Duration.minutes(15) },
    trafficShift: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  },
} as const satisfies Record<string, ApplicationStage>;

export const STAGE_NAMES = Object.keys(STAGES);

/** Finds a stage by its name. Undefined if no stage has this name. */
export function stageNamed(name: string): ApplicationStage | undefined {
  return Object.entries(STAGES).find(([key]) => key === name)?.[1];
}
