import { SFNClient } from '@aws-sdk/client-sfn';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { createContinue } from './continue-run.ts';
import { ENV } from './contract.ts';
import { type AmendedEvent, type Ports, takeAmendment } from './take.ts';

const logger = createLogger('take-amendment');
const ports: Ports = {
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  continueRun: createContinue(new SFNClient({}), documentClient, requiredEnv(ENV.requestsTable)),
  now: systemClock,
};

/** EventBridge invokes this function for ApplicationAmended. */
export async function handler(event: AmendedEvent): Promise<void> {
  const { applicationId, result } = await takeAmendment(ports, event);
  logger.info('Amendment received', { correlation_id: applicationId, result });
}
