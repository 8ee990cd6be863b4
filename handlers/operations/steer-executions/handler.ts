import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import { createRoutes } from './routes.ts';
import { createRuns } from './runs.ts';

const logger = createLogger('steer-executions');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));

const routes = createRoutes({
  runs: createRuns({
    sfn: new SFNClient({}),
    lambda: new LambdaClient({}),
    stateMachineArn: requiredEnv(ENV.stateMachineArn),
    caseFileFunction: requiredEnv(ENV.caseFileFunction),
  }),
  findRecord: (applicationId) => applications.find(applicationId),
  logAction: (action, details) => logger.info(action, details),
});

/** The HTTP API invokes this function. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
