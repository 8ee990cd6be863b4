import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import type { Command } from './decide.ts';
import { type Ports, type Recorded, recordOutcome } from './record.ts';

const logger = createLogger('record-outcome');
const ports: Ports = {
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  policy: JSON.parse(requiredEnv(ENV.twoPeople)),
  now: systemClock,
};

/** Invoked by each state of the workflow that changes the state of an application. */
export async function handler(command: Command): Promise<Recorded> {
  logger.setCorrelationId(command.applicationId);
  const recorded = await recordOutcome(ports, command);
  logger.info('Outcome recorded', { outcome: command.outcome, executionArn: command.executionArn });
  return recorded;
}
