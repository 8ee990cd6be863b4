import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { type Applied, applyAmendment, type Command, type Ports } from './apply.ts';
import { ENV } from './contract.ts';

const logger = createLogger('apply-amendment');
const ports: Ports = {
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  now: systemClock,
};

/** Invoked by the state Amend Application after each wait for the applicant. */
export async function handler(command: Command): Promise<Applied> {
  const applied = await applyAmendment(ports, command);
  const { applicationId, version } = command;
  logger.info('Wait for the applicant ended', { correlation_id: applicationId, version, outcome: applied.outcome });
  return applied;
}
