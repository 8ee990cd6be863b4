import { SFNClient } from '@aws-sdk/client-sfn';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { createPublish } from '../../shared/notification/subscribers.ts';
import { ENV } from './contract.ts';
import { windowFor } from './decide.ts';
import { createExecutions } from './executions.ts';
import { MarkedNotificationsTable } from './marked-notifications-table.ts';
import { type Ports, reconcile } from './reconcile.ts';

const logger = createLogger('reconcile-outcomes');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ports: Ports = {
  executions: createExecutions(new SFNClient({}), requiredEnv(ENV.stateMachineArn)),
  findApplication: (id) => applications.find(id),
  notifications: new MarkedNotificationsTable(documentClient, requiredEnv(ENV.notificationsTable)),
  publish: createPublish(requiredEnv(ENV.topicArn)),
  now: systemClock,
  onFailure: ({ executionArn }, error) => {
    logger.error('Run could not be reconciled', {
      executionArn,
      error: error instanceof Error ? error.name : 'unknown',
    });
  },
};
const longestRunSeconds = Number(requiredEnv(ENV.longestRunSeconds));

/** `time` is the time of the schedule's event. An operator may invoke with `{"windowHours": 72}` for a longer window. */
interface Call {
  readonly time?: string;
  readonly windowHours?: number;
}

/** The schedule invokes this function. Throws if a run failed, so that the alarm fires. The next invocation retries. */
export async function handler({ time, windowHours }: Call): Promise<void> {
  const now = time === undefined ? systemClock() : new Date(time);
  const summary = await reconcile(ports, windowFor({ now, windowHours, longestRunSeconds }));
  logger.info('Outcomes reconciled', { ...summary });
  if (summary.failed > 0)
    throw new Error(`${summary.failed} runs could not be reconciled. The next run tries them again.`);
}
