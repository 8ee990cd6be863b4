import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { change } from '../record.ts';

const machine = new SFNClient({});
const STATES = { APPROVE: 'REVIEW_APPROVED', REJECT: 'REVIEW_REJECTED' } as const;

/**
 * Writes the decision, then completes the task. If the function crashes between the two, the execution waits until its
 * timeout.
 */
export const handler = async ({ id, decision }: { id: string; decision: 'APPROVE' | 'REJECT' }): Promise<void> => {
  const state = STATES[decision];
  if (state === undefined) throw new Error(`decision is ${String(decision)}.`);
  const { taskToken } = await change(id, { state });
  await machine.send(
    new SendTaskSuccessCommand({ taskToken: String(taskToken), output: JSON.stringify({ decision }) }),
  );
};
