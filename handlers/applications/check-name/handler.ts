import { COMMAND } from './contract.ts';
import { checkName } from './decide.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly name: string };
}

/** The workflow state Check Name invokes this function. It logs nothing, because its input is an applicant's name. */
export async function handler({ command, data }: Request): Promise<{ flagged: boolean }> {
  if (command !== COMMAND) throw new TypeError(`The command must be ${COMMAND}.`);
  return checkName(data.name);
}
