import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { rulesInForce } from '../../shared/check-rules/in-force.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { callService } from '../../shared/errors.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { createArchive } from './archive.ts';
import { ENV } from './contract.ts';
import { createReceivePreviewed, createTakePreviewed } from './preview-queue.ts';
import { createRoutes } from './routes.ts';
import { TrialsTable } from './rule-trial/trials-table.ts';

const logger = createLogger('replay-archive');
const states = new SFNClient({});
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));

const runStatusOf = async (executionArn: string): Promise<string> => {
  try {
    const command = new DescribeExecutionCommand({ executionArn });
    return (await callService('Describing the run', () => states.send(command))).status ?? 'MISSING';
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return 'MISSING';
    throw error;
  }
};

const receivePreviewed = createReceivePreviewed(new SQSClient({}), requiredEnv(ENV.previewQueueUrl));

const routes = createRoutes({
  archive: createArchive(new EventBridgeClient({}), {
    archiveName: requiredEnv(ENV.archiveName),
    busArn: requiredEnv(ENV.busArn),
    replayRuleArns: [requiredEnv(ENV.startRuleArn), requiredEnv(ENV.amendRuleArn)],
    previewRuleArn: requiredEnv(ENV.previewRuleArn),
  }),
  receivePreviewed,
  takePreviewed: createTakePreviewed(receivePreviewed),
  trials: new TrialsTable(
    documentClient,
    { table: requiredEnv(ENV.trialsTable), keptDays: Number(requiredEnv(ENV.trialDays)) },
    systemClock,
  ),
  rulesInForce,
  findApplication: (id) => applications.find(id),
  runStatusOf,
  now: systemClock,
  logAction: (action, details) => logger.info(action, details),
});

/** The HTTP API invokes this function. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
