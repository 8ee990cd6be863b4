import { type Handling, repairOf } from '../../repair/dead-letters/repair-of.ts';
import type { TellCaseFile } from '../../repair/dead-letters/send-back.ts';
import { tellCaseFile } from '../../repair/tell-case-file.ts';
import { callerArn } from '../caller.ts';
import type { OperatorDesk } from '../desk.ts';
import { CASE_FILE_FUNCTION } from '../system-names.ts';

/**
 * Returns the function that tells the case file of a dead letter's application what the operator does with the dead letter.
 */
export async function caseFileTeller(
  { clients, now }: OperatorDesk,
  what: Pick<Handling, 'kind' | 'queue'>,
): Promise<TellCaseFile> {
  const who = await callerArn(clients);
  return async (deadLetter) => {
    const repair = repairOf(deadLetter, { ...what, who, at: (await now()).toISOString() });
    if (repair !== undefined) await tellCaseFile(clients.lambda, CASE_FILE_FUNCTION, repair);
  };
}
