// The names of the deployed system that commands look for. They are a contract: renaming one replaces the resource.

export const ARCHIVE_NAME = 'account-applications';
export const MACHINE_NAME = 'account-application';
export const TABLES = { applications: 'applications', reviews: 'reviews' } as const;
/** Index of both tables: items of one state, oldest first. */
export const STATE_INDEX = 'state';
export const REVIEW_QUEUE = 'review-queue';

/** The rule that starts the workflow: the only one that may hear a replay. */
export const START_RULE = 'start-account-application';

/** The rule that hears replays by this prefix only, and the queue it fills. */
export const PREVIEW = { rule: 'preview-replay', queue: 'replay-preview', replayPrefix: 'preview-' } as const;

/** Rules the system cannot do without. */
export const SYSTEM_RULES: readonly { readonly name: string; readonly isOnOwnBus: boolean }[] = [
  { name: START_RULE, isOnOwnBus: true },
  { name: PREVIEW.rule, isOnOwnBus: true },
  { name: 'open-account', isOnOwnBus: true },
  { name: 'notify', isOnOwnBus: false },
  { name: 'close-review', isOnOwnBus: true },
  { name: 'keep-reviews', isOnOwnBus: false },
  { name: 'remind-reviews', isOnOwnBus: false },
  { name: 'reconcile-outcomes', isOnOwnBus: false },
];

export const DEFAULT_BUS = 'default';
