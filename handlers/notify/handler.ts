import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ApplicationsTable } from '../shared/applications-table.ts';
import { systemClock } from '../shared/clock.ts';
import { documentClient } from '../shared/document-client.ts';
import { requiredEnv } from '../shared/env.ts';
import { callService } from '../shared/errors.ts';
import { createLogger } from '../shared/logger.ts';
import { ENV } from './contract.ts';
import { NotificationsTable } from './notifications-table.ts';
import { notify, type Ports } from './notify.ts';
import { parseStatusChange } from './status-change.ts';

const logger = createLogger('notify');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const sns = new SNSClient({});
const topicArn = requiredEnv(ENV.topicArn);

const ports: Ports = {
  findApplication: (id) => applications.find(id),
  notifications: new NotificationsTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publish: async ({ subject, text }) => {
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
    await callService('Publishing the notification', () => sns.send(command));
  },
  now: systemClock,
};

/** Called by EventBridge when an execution of the workflow has ended. */
export async function handler(event: { readonly detail: unknown }): Promise<void> {
  const ending = parseStatusChange(event.detail);
  const { applicationId = 'unknown', outcome = 'nothing to tell', isSentNow } = await notify(ports, ending);
  logger.setCorrelationId(applicationId);
  logger.info('Run ended', { outcome, isSentNow, executionArn: ending.executionArn, status: ending.status });
}
