import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';

/** The ARN of the user or role with whose credentials the command calls AWS. No permission is needed to read it. */
export async function callerArn({ sts }: Clients): Promise<string> {
  const { Arn = 'unknown' } = await sts.send(new GetCallerIdentityCommand({}));
  return Arn;
}
