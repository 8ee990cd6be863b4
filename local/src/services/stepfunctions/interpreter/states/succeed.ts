import { passOn } from '../data-flow.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import type { ActiveState } from '../walk.ts';

/** Succeed: ends its branch. */
export const beginSucceed = async (active: ActiveState): Promise<StateOutcome> =>
  leave(active, await passOn(active), undefined);
