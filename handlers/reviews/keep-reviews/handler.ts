import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { createLogger } from '../../shared/logger.ts';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { createPublish } from '../../shared/notification/subscribers.ts';
import { createReviewLedgerTable } from '../../shared/reviews/ledger-table.ts';
import { createReviewTokens } from '../../shared/reviews/review-tokens.ts';
import { backlogOf } from './backlog.ts';
import { ENV, MESSAGE } from './contract.ts';
import { createFinishDecision } from './finish-decision.ts';
import { createSendHeartbeat } from './heartbeat.ts';
import { keepReviews, type Ports } from './keep.ts';
import { createHasRunFailed } from './run-status.ts';

const stepFunctions = new SFNClient({});
const logger = createLogger('keep-reviews');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  ledger: createReviewLedgerTable(documentClient, requiredEnv(ENV.reviewsTable)),
  findTokens: createReviewTokens(documentClient, requiredEnv(ENV.tokensTable)).findAll,
  viewApplication: (id) => applications.view(id),
  sendHeartbeat: createSendHeartbeat(stepFunctions),
  hasRunFailed: createHasRunFailed(stepFunctions),
  finishDecision: createFinishDecision(new LambdaClient({}), requiredEnv(ENV.decideFunction)),
  notifications: new NotificationsTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publish: createPublish(requiredEnv(ENV.topicArn)),
  remindBeforeSeconds: Number(requiredEnv(ENV.remindBeforeSeconds)),
  now: systemClock,
  onFailure: (applicationId, error) => {
    logger.error('Pending review could not be processed', { correlation_id: applicationId, ...loggedError(error) });
  },
};

/**
 * The schedule invokes this function. Throws if a review failed, so that the alarm fires. The next invocation retries.
 */
export async function handler(): Promise<void> {
  const summary = await keepReviews(ports);
  const { oldestRequestedAt: _, ...counts } = summary;
  logger.info(MESSAGE, { ...counts, ...backlogOf(summary, ports.now()) });
  if (summary.failed > 0)
    throw new Error(`${summary.failed} pending reviews could not be processed. The next run tries them again.`);
}
