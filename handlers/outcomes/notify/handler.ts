import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { notify, type Ports } from '../../shared/notification/notify.ts';
import { createPublish } from '../../shared/notification/subscribers.ts';
import { ENV } from './contract.ts';
import { parseStatusChange } from './status-change.ts';

const logger = createLogger('notify');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  findApplication: (id) => applications.find(id),
  notifications: new NotificationsTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publish: createPublish(requiredEnv(ENV.topicArn)),
  now: systemClock,
};

/** Invoked by EventBridge each time an execution of the workflow ends. */
export async function handler(event: { readonly detail: unknown }): Promise<void> {
  const ending = parseStatusChange(event.detail);
  const { applicationId = 'unknown', outcome = 'none', isSentNow } = await notify(ports, ending);
  logger.setCorrelationId(applicationId);
  logger.info('Run ended', { outcome, isSentNow, executionArn: ending.executionArn, status: ending.status });
}
