import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { createReviewLedgerTable } from '../../shared/reviews/ledger-table.ts';
import { closeReview, type Ports } from './close.ts';
import { ENV } from './contract.ts';

const logger = createLogger('close-review');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  viewApplication: (id) => applications.view(id),
  ledger: createReviewLedgerTable(documentClient, requiredEnv(ENV.reviewsTable)),
  now: systemClock,
};

/** EventBridge invokes this function for InformationRequested, ApplicationApproved, ApplicationRejected and ReviewExpired. */
export async function handler(event: { readonly detail: unknown }): Promise<void> {
  const { applicationId, result } = await closeReview(ports, event.detail);
  logger.info('Outcome received', { correlation_id: applicationId, result });
}
