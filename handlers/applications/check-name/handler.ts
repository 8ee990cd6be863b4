import { COMMAND } from './contract.ts';
import { checkName } from './decide.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly name: string };
}

/** Invoked by the state Check Name. Logs nothing, because its input is an applicant's name. */
export async function handler({ command, data }: Request): Promise<{ flagged: boolean }> {
  if (command !== COMMAND) throw new TypeError(`The command must be ${COMMAND}.`);
  return checkName(data.name);
}
