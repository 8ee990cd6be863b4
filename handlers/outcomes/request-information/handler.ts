import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createAnnouncer } from '../../shared/announcer.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import type { Command } from './decide.ts';
import { type Ports, requestInformation } from './request.ts';
import { createKeepToken } from './requests-table.ts';

const logger = createLogger('request-information');
const ports: Ports = {
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  keepToken: createKeepToken(documentClient, requiredEnv(ENV.requestsTable)),
  announce: createAnnouncer(new EventBridgeClient({}), requiredEnv(ENV.busName)),
};

/** Invoked by the state Await Information, which then waits for the token. Its input has the token, so it is not logged. */
export async function handler(command: Command): Promise<void> {
  await requestInformation(ports, command);
  const { applicationId, round, isReminder } = command;
  logger.info('Information requested', { correlation_id: applicationId, round, isReminder });
}
