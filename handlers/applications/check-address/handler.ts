import { isAddressFlagged } from '../../shared/check-rules.ts';
import { COMMAND } from './contract.ts';

interface Request {
  readonly command: string;
  readonly data: { readonly address: string };
}

/**
 * The workflow state Check Address invokes this function. It logs nothing, because its input is an applicant's address.
 */
export async function handler({ command, data }: Request): Promise<{ flagged: boolean }> {
  if (command !== COMMAND) throw new TypeError(`The command must be ${COMMAND}.`);
  return { flagged: isAddressFlagged(data.address) };
}
