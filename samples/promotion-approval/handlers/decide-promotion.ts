import { SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '../../../handlers/shared/clock.ts';
import { textOfBody } from '../../../handlers/shared/http/body.ts';
import type { HttpAnswer, HttpEvent } from '../../../handlers/shared/http/event.ts';
import { createLogger } from '../../../handlers/shared/logger.ts';
import { escaped, page } from '../page.ts';
import { type ApprovalRequest, type Decision, decide, find } from '../requests-table.ts';
import { answer } from '../waits.ts';

const logger = createLogger('decide-promotion');
const states = new SFNClient({});

/** The API invokes this function for signed links. GET changes nothing, because mail scanners open every link. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  const id = event.pathParameters?.id ?? '';
  if (event.routeKey.startsWith('POST ')) return decided(id, new URLSearchParams(textOfBody(event)).get('decision'));
  const request = await find(id);
  return request === undefined ? gone() : shown(request);
}

async function decided(id: string, given: string | null): Promise<HttpAnswer> {
  const decision = given === 'approve' || given === 'deny' ? given : undefined;
  if (decision === undefined) return page(400, 'Nothing was decided', '<p>Please use one of the two buttons.</p>');
  const isFirst = await decide(id, decision, systemClock().toISOString());
  const request = await find(id);
  if (request === undefined) return gone();
  if (!isFirst) return shown(request, 409);
  // The decision is stored now. If the next call fails, ask-managers repeats that call within a minute.
  await answer(states, request);
  logger.info('A promotion was decided', { request: id, decision });
  return page(200, WORDS[decision], `<p>${aboutText(request)}</p><p>You can close this page.</p>`);
}

const WORDS: Readonly<Record<Decision, string>> = { approve: 'Approved', deny: 'Denied' };

const aboutText = ({ employee, title }: ApprovalRequest): string =>
  `The promotion of ${escaped(employee)} to ${escaped(title)}.`;

const gone = (): HttpAnswer => page(410, 'This request has ended', '<p>It can no longer be decided.</p>');

/** The page of a request. `decidedStatus`: HTTP status if the request is already decided. For GET it is 200. */
function shown(request: ApprovalRequest, decidedStatus = 200): HttpAnswer {
  const { decision, decidedAt = '', state, expiresAt } = request;
  if (decision !== undefined)
    return page(
      decidedStatus,
      `It was ${decision === 'approve' ? 'approved' : 'denied'} already`,
      `<p>${aboutText(request)}</p><p>Decided on <time datetime="${decidedAt}">${decidedAt}</time>; the first decision counts.</p>`,
    );
  if (state === 'OVER' || expiresAt <= systemClock().toISOString()) return gone();
  return page(
    200,
    'A promotion to decide',
    `<p>${aboutText(request)}</p>
<form method="post"><button name="decision" value="approve">Approve</button><button name="decision" value="deny">Deny</button></form>
<p>This page can be used once, until <time datetime="${expiresAt}">${expiresAt}</time>.</p>`,
  );
}
