import type { CheckResult } from '../../../api/types.generated.ts';
import { checkText } from '../../shared/check-rules/check.ts';
import { COMMAND } from './contract.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly name: string };
}

/** Invoked by the state Check Name. Logs nothing, because its input is an applicant's name. */
export async function handler({ command, data }: Request): Promise<CheckResult> {
  if (command !== COMMAND) throw new TypeError(`The command must be ${COMMAND}.`);
  return checkText('NAME', data.name);
}
