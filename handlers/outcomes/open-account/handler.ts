import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { parseApplicationApproved } from '../../../events/outgoing.ts';
import { createAnnouncer } from '../../shared/announcer.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { AccountsTable } from './accounts-table.ts';
import { ENV } from './contract.ts';
import { openAccount, type Ports } from './open.ts';

const logger = createLogger('open-account');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  stateOfApplication: async (id) => (await applications.find(id))?.state,
  accounts: new AccountsTable(documentClient, requiredEnv(ENV.accountsTable)),
  announce: createAnnouncer(new EventBridgeClient({}), requiredEnv(ENV.busName)),
  newAccountId: randomUUID,
  now: systemClock,
};

/** Invoked by EventBridge for each ApplicationApproved. */
export async function handler(event: { readonly detail: unknown }): Promise<void> {
  const approved = parseApplicationApproved(event.detail);
  if (approved === undefined) throw new TypeError('The detail is not a valid detail of ApplicationApproved.');
  logger.setCorrelationId(approved.applicationId);
  const { accountId } = await openAccount(ports, approved.applicationId);
  logger.info('Account is open', { accountId });
}
