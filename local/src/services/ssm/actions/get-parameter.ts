import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { described } from '../describe.ts';
import { findParameter } from '../find.ts';
import { flag, nameIn } from '../request.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter =
  (context: SsmContext): Action =>
  (input) => {
    const { parameter, suffix } = findParameter(context, nameIn(input));
    const isDecrypted = flag(input, 'WithDecryption');
    return { Parameter: described(context.kernel.home, parameter, { isDecrypted, suffix }) };
  };
