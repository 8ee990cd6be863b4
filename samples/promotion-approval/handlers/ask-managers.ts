import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetActivityTaskCommand, SendTaskFailureCommand, SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '../../../handlers/shared/clock.ts';
import { requiredEnv } from '../../../handlers/shared/env.ts';
import { createLogger } from '../../../handlers/shared/logger.ts';
import { idOf, newKey, signatureOf } from '../link.ts';
import { parsePromotion } from '../promotion.ts';
import { type ApprovalRequest, add, find, listed, move } from '../requests-table.ts';
import { answer, keepAlive } from '../waits.ts';

const logger = createLogger('ask-managers');
const states = new SFNClient({});
const mail = new SESv2Client({});
const activityArn = requiredEnv('ACTIVITY_ARN');
const decisionMs = Number(requiredEnv('DECISION_SECONDS')) * 1000;
const apiUrl = requiredEnv('API_URL');
const from = requiredEnv('MAIL_FROM');

/** Long-poll duration of GetActivityTask. */
const POLL_MS = 60_000;
const SPARE_MS = 10_000;

/**
 * A schedule invokes this function every minute. It finishes the interrupted work of earlier calls, sends heartbeats
 * for open requests, then polls for new activity tasks and mails their managers, until the time is too short for
 * another poll.
 */
export async function handler(_: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  await lookAfter();
  do {
    const { taskToken, input } = await states.send(
      new GetActivityTaskCommand({ activityArn, workerName: 'ask-managers' }),
    );
    if (!taskToken) return;
    await take(taskToken, input ?? '{}');
  } while (context.getRemainingTimeInMillis() > POLL_MS + SPARE_MS);
}

/** Does the missing steps of interrupted calls, and sends a heartbeat for every open request. */
async function lookAfter(): Promise<void> {
  for (const request of await listed('DECIDED')) await answer(states, request);
  for (const request of await listed('TO_MAIL')) await ask(request);
  for (const request of await listed('WAITING')) await keepAlive(states, request);
}

async function take(taskToken: string, input: string): Promise<void> {
  const id = idOf(taskToken);
  try {
    const promotion = parsePromotion(input);
    const expiresAt = new Date(systemClock().getTime() + decisionMs).toISOString();
    await add({ ...promotion, id, taskToken, expiresAt, key: newKey(), state: 'TO_MAIL' });
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    const cause = error instanceof TypeError ? error.message : 'The input is not JSON.';
    await states.send(new SendTaskFailureCommand({ taskToken, error: 'InvalidPromotion', cause }));
    return;
  }
  const request = await find(id);
  if (request?.state === 'TO_MAIL') await ask(request);
}

/** Sends the mail, then records it. In this order, a crash in between makes the mail be sent twice, but never lost. */
async function ask(request: ApprovalRequest): Promise<void> {
  const { id, employee, title, manager } = request;
  await mail.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [manager] },
      Content: {
        Simple: {
          Subject: { Data: `Promotion of ${employee}: please decide` },
          Body: { Text: { Data: textOf(request, employee, title) } },
        },
      },
    }),
  );
  await move(id, 'TO_MAIL', 'WAITING');
  logger.info('A manager was asked', { request: id });
}

function textOf({ id, key, expiresAt }: ApprovalRequest, employee: string, title: string): string {
  const query = new URLSearchParams({ expires: expiresAt, signature: signatureOf(key, id, expiresAt) });
  return [
    `${employee} is to become ${title}.`,
    '',
    'Open this page to approve or deny the promotion:',
    `${apiUrl}/promotions/${id}?${query}`,
    '',
    `The page can be used once, until ${expiresAt}.`,
  ].join('\n');
}
