import type { Node } from 'constructs';
import { type Stage, stageNamed } from './stage.ts';

/** The choices made on the command line by `-c key=value`. */
export interface Choices {
  readonly stage: Stage;
  /** Who gets the mails about outcomes; nobody is subscribed without it. */
  readonly notificationEmail: string | undefined;
  /** False with `-c reviewWorker=off`: the review queue is left to a consumer of your own. */
  readonly hasReviewWorker: boolean;
}

/** @throws Error naming the key whose value is not allowed */
export function readChoices(node: Node): Choices {
  const text = (key: string): string | undefined => node.tryGetContext(key) ?? undefined;
  const reviewWorker = text('reviewWorker') ?? 'on';
  if (reviewWorker !== 'on' && reviewWorker !== 'off') {
    throw new Error(`The context value reviewWorker is ${reviewWorker}; it must be on or off.`);
  }
  return {
    stage: stageNamed(text('stage') ?? 'dev'),
    notificationEmail: text('notificationEmail'),
    hasReviewWorker: reviewWorker === 'on',
  };
}
