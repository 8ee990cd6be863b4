import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { createAmend, createSubmit } from './bus.ts';
import { ENV } from './contract.ts';
import { createRoutes } from './routes.ts';
import { SubmissionsTable } from './submissions-table.ts';

const logger = createLogger('accept-submissions');
const events = new EventBridgeClient({});
const busName = requiredEnv(ENV.busName);
const routes = createRoutes({
  applications: new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable)),
  submissions: new SubmissionsTable(documentClient, requiredEnv(ENV.submissionsTable)),
  submit: createSubmit(events, busName),
  amend: createAmend(events, busName),
  newId: randomUUID,
  now: systemClock,
  submissionDays: Number(requiredEnv(ENV.submissionDays)),
});

/** The HTTP API invokes this function. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
