import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { callService } from '../errors.ts';
import { isTokenGone } from './token-gone.ts';

/**
 * Continues the run that waits for this task token. GONE: the token is no longer valid. `purpose` is for the error.
 * @throws TryAgainException
 */
export async function succeedTask(
  client: SFNClient,
  purpose: string,
  task: { readonly taskToken: string; readonly output: object },
): Promise<'TAKEN' | 'GONE'> {
  const command = new SendTaskSuccessCommand({ taskToken: task.taskToken, output: JSON.stringify(task.output) });
  try {
    await callService(purpose, () => client.send(command));
    return 'TAKEN';
  } catch (error) {
    if (isTokenGone(error)) return 'GONE';
    throw error;
  }
}
