import { objectInBody } from '../../shared/http/body.ts';
import { idempotencyKeyOf } from '../../shared/http/idempotency-key.ts';
import type { RouteTable } from '../../shared/http/serve.ts';
import { accept, type Ports } from './accept.ts';
import { amend } from './amend.ts';

export function createRoutes(ports: Ports): RouteTable<'accept-submissions'> {
  return {
    'POST /applications': async ({ principal, event }) => {
      const idempotencyKey = idempotencyKeyOf(event);
      const request = { body: objectInBody(event), submittedBy: principal.username, idempotencyKey };
      const body = await accept(ports, request);
      return { status: 202, body, headers: { location: `/applications/${body.id}` } };
    },
    'POST /applications/{id}/amendments': async ({ principal, event }) => {
      const applicationId = event.pathParameters?.id ?? '';
      const idempotencyKey = idempotencyKeyOf(event);
      const call = { applicationId, body: objectInBody(event), submittedBy: principal.username, idempotencyKey };
      const body = await amend(ports, call);
      return { status: 202, body, headers: { location: `/applications/${body.id}` } };
    },
  };
}
