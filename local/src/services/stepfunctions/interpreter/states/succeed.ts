import { passOn } from '../data-flow.ts';
import type { Outcome } from '../outcome.ts';
import { leave } from '../outcome.ts';
import type { Site } from '../walk.ts';

/** Succeed: ends its branch. */
export const beginSucceed = async (site: Site): Promise<Outcome> => leave(site, await passOn(site), undefined);
