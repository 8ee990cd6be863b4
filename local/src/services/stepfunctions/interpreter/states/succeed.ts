import { passOn } from '../data-flow.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import type { Site } from '../walk.ts';

/** Succeed: ends its branch. */
export const beginSucceed = async (site: Site): Promise<StateOutcome> => leave(site, await passOn(site), undefined);
