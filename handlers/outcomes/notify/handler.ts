import { applicationIdIn } from '../../../events/application-id.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { type EventBatch, performEvents } from '../../shared/event-batch.ts';
import { createLogger } from '../../shared/logger.ts';
import { createSubscribersClient } from '../../shared/notification/subscribers.ts';
import { ENV } from './contract.ts';
import { NotificationBatchesTable } from './notification-batches-table.ts';
import { notifyAll, type Ports } from './notify-all.ts';
import { createPublishAll } from './publish-all.ts';
import { parseStatusChange } from './status-change.ts';

const logger = createLogger('notify');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  findApplications: (ids) => applications.findAll(ids),
  notifications: new NotificationBatchesTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publishAll: createPublishAll(createSubscribersClient(), requiredEnv(ENV.topicArn)),
  now: systemClock,
};

/** The queue `notify` invokes this function. Its events are status changes of workflow executions that have ended. */
export async function handler(batch: EventBatch): Promise<BatchAnswer> {
  return performEvents(batch, {
    parse: parseStatusChange,
    perform: (endings) => notifyAll(ports, endings),
    onDone: ({ executionArn, status }, { applicationId = 'unknown', outcome = 'none', isSentNow }) => {
      logger.info('Run ended', { correlation_id: applicationId, outcome, isSentNow, executionArn, status });
    },
    onFailure: (messageId, ending, error) => {
      const correlation_id = ending === undefined ? 'unknown' : applicationIdIn(ending.input);
      const { executionArn } = ending ?? {};
      logger.error('Notification failed', { correlation_id, messageId, executionArn, ...loggedError(error) });
    },
  });
}
