import { randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { systemClock } from '../shared/clock.ts';
import { documentClient } from '../shared/document-client.ts';
import { requiredEnv } from '../shared/env.ts';
import { objectInBody } from '../shared/http/body.ts';
import type { HttpAnswer, HttpEvent } from '../shared/http/event.ts';
import { type RouteTable, serve } from '../shared/http/serve.ts';
import { createLogger } from '../shared/logger.ts';
import { accept, type Ports } from './accept.ts';
import { createSubmit } from './bus.ts';
import { ENV } from './contract.ts';
import { SubmissionsTable } from './submissions-table.ts';

const logger = createLogger('accept-submissions');
const ports: Ports = {
  submissions: new SubmissionsTable(documentClient, requiredEnv(ENV.submissionsTable)),
  submit: createSubmit(new EventBridgeClient({}), requiredEnv(ENV.busName)),
  newId: randomUUID,
  now: systemClock,
};

const routes: RouteTable<'accept-submissions'> = {
  'POST /applications': async ({ principal, event }) => {
    const idempotencyKey = event.headers?.['idempotency-key'];
    const body = await accept(ports, { body: objectInBody(event), submittedBy: principal.username, idempotencyKey });
    logger.info('Application accepted', { correlation_id: body.id });
    return { status: 202, body, headers: { location: `/applications/${body.id}` } };
  },
};

/** Called by the HTTP API. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, (routeKey, error) => logger.error('Request failed', { routeKey, error }));
}
