import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Handling, noticeAbout, tellCaseFile } from '../../dead-letters/notice.ts';
import type { TellCaseFile } from '../../dead-letters/send-back.ts';
import type { OperatorDesk } from '../desk.ts';
import { CASE_FILE_FUNCTION } from '../system-names.ts';

/**
 * Returns the function that tells the case file of a dead letter's application what the operator does with the dead letter.
 * The operator is the caller of AWS: `aws sts get-caller-identity` needs no permission.
 */
export async function caseFileTeller(
  { clients, now }: OperatorDesk,
  what: Pick<Handling, 'action' | 'queue'>,
): Promise<TellCaseFile> {
  const { Arn = 'unknown' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  return async (deadLetter) => {
    const notice = noticeAbout(deadLetter, { ...what, who: Arn, at: (await now()).toISOString() });
    if (notice !== undefined) await tellCaseFile(clients.lambda, CASE_FILE_FUNCTION, notice);
  };
}
