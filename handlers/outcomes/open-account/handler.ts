import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { ApplicationApproved } from '../../../events/generated/types.generated.ts';
import { parseApplicationApproved } from '../../../events/outgoing.ts';
import { createAnnouncerOfMany } from '../../shared/announcer.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { type EventBatch, performEvents } from '../../shared/event-batch.ts';
import { createLogger } from '../../shared/logger.ts';
import { AccountsTable } from './accounts-table.ts';
import { ENV } from './contract.ts';
import { openAccounts, type Ports } from './open.ts';

const logger = createLogger('open-account');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  statesOfApplications: async (ids) => {
    const records = await applications.findAll(ids);
    return new Map([...records].map(([id, record]) => [id, record?.state]));
  },
  accounts: new AccountsTable(documentClient, requiredEnv(ENV.accountsTable)),
  announceAll: createAnnouncerOfMany(new EventBridgeClient({}), requiredEnv(ENV.busName)),
  newAccountId: randomUUID,
  now: systemClock,
};

/** The queue `open-account` invokes this function. Its events are ApplicationApproved. */
export async function handler(batch: EventBatch): Promise<BatchAnswer> {
  return performEvents(batch, {
    parse: approvedIn,
    perform: (events) =>
      openAccounts(
        ports,
        events.map(({ applicationId }) => applicationId),
      ),
    onDone: ({ applicationId }, { accountId }) => {
      logger.info('Account is open', { correlation_id: applicationId, accountId });
    },
    onFailure: (messageId, approved, error) => {
      const correlation_id = approved?.applicationId ?? 'unknown';
      logger.error('Account could not be opened', { correlation_id, messageId, ...loggedError(error) });
    },
  });
}

function approvedIn(detail: unknown): ApplicationApproved {
  const approved = parseApplicationApproved(detail);
  if (approved === undefined) throw new TypeError('The detail is not a valid detail of ApplicationApproved.');
  return approved;
}
