import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type ApprovalRequest, move } from './requests-table.ts';

const NOT_WAITING = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Awaits a call with a task token. Returns false if no execution waits with this token. */
const isWaiting = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && NOT_WAITING.has(error.name)) return false;
    throw error;
  }
};

/** Sends the decision to Step Functions. Repeating it has no effect. */
export const answer = async (states: SFNClient, request: ApprovalRequest): Promise<void> => {
  const { id, taskToken, decision } = request;
  const command =
    decision === 'approve'
      ? new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' })
      : new SendTaskFailureCommand({ taskToken, error: 'PromotionDenied', cause: 'The manager denied it.' });
  await isWaiting(states.send(command as SendTaskSuccessCommand));
  await move(id, 'DECIDED', 'OVER');
};

/** Sends a heartbeat. Closes the request if no execution waits for it any more. */
export const keepAlive = async (states: SFNClient, { id, taskToken, state }: ApprovalRequest): Promise<void> => {
  const waits = await isWaiting(states.send(new SendTaskHeartbeatCommand({ taskToken })));
  if (!waits) await move(id, state, 'OVER');
};
