// Names of deployed resources that commands use. Do not change them: a new name replaces the resource.
import { BUS_NAME, prefixed } from '../events/names.ts';

/** The name in the deployment whose prefix (`-c prefix=NAME`) the environment variable APPS_PREFIX has. */
const named = (name: string): string => prefixed(name, process.env.APPS_PREFIX);

export const BUS = named(BUS_NAME);
export const ARCHIVE_NAME = named('account-applications');
export const MACHINE_NAME = named('account-application');
export const STACK_NAME = named('account-applications');
export const TOPIC = named('application-outcomes');
export const TABLES = {
  applications: named('applications'),
  reviews: named('reviews'),
  reviewTokens: named('review-tokens'),
  accounts: named('accounts'),
  notifications: named('notifications'),
} as const;
/** Name of the index by state that both tables have. It lists the oldest items first. */
export const STATE_INDEX = 'state';
/** The function that writes the case files, by its alias. */
export const CASE_FILE_FUNCTION = named('append-case-entries:live');
export const REVIEW_QUEUE = named('review-queue');

/** The rule that starts the workflow. Replays are sent only to this rule and AMEND_RULE. */
export const START_RULE = named('start-account-application');

/** The rule that takes amendments of applications. */
export const AMEND_RULE = named('take-amendment');

/** The preview rule matches only replays with this name prefix, and sends their events to this queue. */
export const PREVIEW = {
  rule: named('preview-replay'),
  queue: named('replay-preview'),
  replayPrefix: 'preview-',
} as const;

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
  { name: AMEND_RULE, isOnOwnBus: true },
  { name: named('open-account'), isOnOwnBus: true },
  { name: named('notify'), isOnOwnBus: false },
  { name: named('close-review'), isOnOwnBus: true, isOfReviewWorker: true },
  { name: named('keep-reviews'), isOnOwnBus: false },
  { name: named('reconcile-outcomes'), isOnOwnBus: false },
  { name: named('seal-case-files'), isOnOwnBus: false },
  { name: named('erase-applicants'), isOnOwnBus: false },
];

export const DEFAULT_BUS = 'default';
