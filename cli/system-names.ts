// Names of deployed resources that commands use. Do not change them: a new name replaces the resource.

export const ARCHIVE_NAME = 'account-applications';
export const MACHINE_NAME = 'account-application';
export const TABLES = { applications: 'applications', reviews: 'reviews' } as const;
/** Name of the index by state that both tables have. It lists the oldest items first. */
export const STATE_INDEX = 'state';
export const REVIEW_QUEUE = 'review-queue';

/** The rule that starts the workflow. Replays are sent only to this rule. */
export const START_RULE = 'start-account-application';

/** The preview rule matches only replays with this name prefix, and sends their events to this queue. */
export const PREVIEW = { rule: 'preview-replay', queue: 'replay-preview', replayPrefix: 'preview-' } as const;

export interface SystemRule {
  readonly name: string;
  readonly isOnOwnBus: boolean;
  /** True if the rule is deployed only together with the review worker. */
  readonly isOfReviewWorker?: boolean;
}

/** Rules that the system needs. */
export const SYSTEM_RULES: readonly SystemRule[] = [
  { name: START_RULE, isOnOwnBus: true },
  { name: PREVIEW.rule, isOnOwnBus: true },
  { name: 'open-account', isOnOwnBus: true },
  { name: 'notify', isOnOwnBus: false },
  { name: 'close-review', isOnOwnBus: true, isOfReviewWorker: true },
  { name: 'keep-reviews', isOnOwnBus: false, isOfReviewWorker: true },
  { name: 'remind-reviews', isOnOwnBus: false },
  { name: 'reconcile-outcomes', isOnOwnBus: false },
  { name: 'seal-case-files', isOnOwnBus: false },
];

export const DEFAULT_BUS = 'default';
