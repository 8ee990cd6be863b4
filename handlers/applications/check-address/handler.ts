import { isAddressFlagged } from '../../shared/check-rules.ts';
import { COMMAND } from './contract.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly address: string };
}

/** Called by the state Check Address. It logs nothing: all it knows is an applicant's address. */
export async function handler({ command, data }: Request): Promise<{ flagged: boolean }> {
  if (command !== COMMAND) throw new TypeError(`This function knows the command ${COMMAND} only.`);
  return { flagged: isAddressFlagged(data.address) };
}
