import { COMMAND } from './contract.ts';
import { checkName } from './decide.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly name: string };
}

/** Called by the state Check Name. It logs nothing: all it knows is an applicant's name. */
export async function handler({ command, data }: Request): Promise<{ flagged: boolean }> {
  if (command !== COMMAND) throw new TypeError(`This function knows the command ${COMMAND} only.`);
  return checkName(data.name);
}
