import { Logger } from '@aws-lambda-powertools/logger';
import { createViewApplication } from '../shared/applications-view.ts';
import { systemClock } from '../shared/clock.ts';
import { documentClient } from '../shared/document-client.ts';
import { requiredEnv } from '../shared/env.ts';
import { closeReview, type Ports } from './close.ts';
import { ENV } from './contract.ts';
import { createLedger } from './ledger-table.ts';

const logger = new Logger({ serviceName: 'close-review' });
const ports: Ports = {
  viewApplication: createViewApplication(documentClient, requiredEnv(ENV.applicationsTable)),
  ledger: createLedger(documentClient, requiredEnv(ENV.reviewsTable)),
  now: systemClock,
};

/** Called by EventBridge for each outcome that a review can have. */
export async function handler(event: { readonly detail: unknown }): Promise<void> {
  const { applicationId, result } = await closeReview(ports, event.detail);
  logger.info('Outcome heard', { correlation_id: applicationId, result });
}
