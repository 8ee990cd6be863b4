import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { createLogger } from '../../shared/logger.ts';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { createPublish } from '../../shared/notification/subscribers.ts';
import { createReviewLedgerTable } from '../../shared/reviews/ledger-table.ts';
import { ENV } from './contract.ts';
import { type Ports, remindReviews } from './remind.ts';

const logger = createLogger('remind-reviews');
const ports: Ports = {
  reviews: createReviewLedgerTable(documentClient, requiredEnv(ENV.reviewsTable)),
  notifications: new NotificationsTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publish: createPublish(requiredEnv(ENV.topicArn)),
  now: systemClock,
  onFailure: (applicationId, error) => {
    logger.error('Reminder could not be sent', { correlation_id: applicationId, ...loggedError(error) });
  },
};
const remindBeforeSeconds = Number(requiredEnv(ENV.remindBeforeSeconds));

/**
 * The schedule invokes this function. Throws if a mail failed, so that the alarm fires. The next invocation retries.
 */
export async function handler(): Promise<void> {
  const summary = await remindReviews(ports, remindBeforeSeconds);
  logger.info('Reminders sent', { ...summary });
  if (summary.failed > 0)
    throw new Error(`Reminders of ${summary.failed} reviews could not be sent. The next run tries them again.`);
}
