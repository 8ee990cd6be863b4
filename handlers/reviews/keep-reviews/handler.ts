import { Logger } from '@aws-lambda-powertools/logger';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createViewApplication } from '../shared/applications-view.ts';
import { systemClock } from '../shared/clock.ts';
import { documentClient } from '../shared/document-client.ts';
import { requiredEnv } from '../shared/env.ts';
import { ENV } from './contract.ts';
import { createFinishDecision } from './finish-decision.ts';
import { createSendHeartbeat } from './heartbeat.ts';
import { keepReviews, type Ports } from './keep.ts';
import { LedgerTable } from './ledger-table.ts';
import { createHasRunFailed } from './run-status.ts';

const stepFunctions = new SFNClient({});
const logger = new Logger({ serviceName: 'keep-reviews' });
const ports: Ports = {
  ledger: new LedgerTable(documentClient, requiredEnv(ENV.reviewsTable)),
  viewApplication: createViewApplication(documentClient, requiredEnv(ENV.applicationsTable)),
  sendHeartbeat: createSendHeartbeat(stepFunctions),
  hasRunFailed: createHasRunFailed(stepFunctions),
  finishDecision: createFinishDecision(new LambdaClient({}), requiredEnv(ENV.decideFunction)),
  now: systemClock,
};

/** Called by the schedule. It fails when a review could not be kept, so that this is seen; the next run tries again. */
export async function handler(): Promise<void> {
  const summary = await keepReviews(ports);
  logger.info('Reviews kept', { ...summary });
  if (summary.failed > 0) throw new Error(`${summary.failed} pending reviews could not be kept this time.`);
}
