import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Repairer } from '../repair/tell-case-file.ts';
import type { OperatorDesk } from './desk.ts';
import { CASE_FILE_FUNCTION } from './system-names.ts';

/** The operator, as the user or role with whose credentials the command calls AWS. No permission is needed to read it. */
export async function repairerOf({ clients, now }: OperatorDesk): Promise<Repairer> {
  const { Arn = 'unknown' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  return { lambda: clients.lambda, caseFileFunction: CASE_FILE_FUNCTION, who: Arn, now };
}
