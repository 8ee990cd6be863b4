import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createAnnouncer } from '../../shared/announcer.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import { createStatusOfExecution } from './execution-status.ts';
import { type Ports, register, type Submission } from './register.ts';

const logger = createLogger('register-application');
const ports: Ports = {
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  statusOfExecution: createStatusOfExecution(new SFNClient({})),
  announce: createAnnouncer(new EventBridgeClient({}), requiredEnv(ENV.busName)),
  now: systemClock,
};

/** The workflow state Register Application invokes this function. */
export async function handler(submission: Submission): Promise<{ applicationId: string }> {
  const registered = await register(ports, submission);
  logger.setCorrelationId(registered.applicationId);
  logger.info('Application registered', { executionArn: submission.executionArn });
  return registered;
}
