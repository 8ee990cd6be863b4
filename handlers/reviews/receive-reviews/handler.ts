import { ApplicationsTable } from '../../shared/applications-table.ts';
import { type BatchAnswer, performBatch, type QueuedMessage } from '../../shared/batch.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import { createIncomingReviews } from './incoming-reviews-table.ts';
import { type Ports, receiveReview } from './receive.ts';

const logger = createLogger('receive-reviews');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  viewApplication: (id) => applications.view(id),
  ledger: createIncomingReviews(documentClient, {
    reviews: requiredEnv(ENV.reviewsTable),
    tokens: requiredEnv(ENV.tokensTable),
  }),
  dueAfterSeconds: Number(requiredEnv(ENV.dueAfterSeconds)),
  now: systemClock,
};

/**
 * The review queue invokes this function. Message bodies contain task tokens, so only ids and error names are logged.
 */
export async function handler(event: { readonly Records: readonly QueuedMessage[] }): Promise<BatchAnswer> {
  return performBatch(event.Records, {
    perform: async (message) => {
      const { applicationId, result } = await receiveReview(ports, message);
      logger.info('Review request received', { correlation_id: applicationId, result });
    },
    onFailure: ({ messageId }, error) => {
      logger.error('Review request failed', { messageId, ...loggedError(error) });
    },
  });
}
