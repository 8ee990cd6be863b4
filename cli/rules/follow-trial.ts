import type { RuleTrial } from '../../api/types.generated.ts';
import type { Desk } from '../desk.ts';

const GOES_ON: ReadonlySet<RuleTrial['state']> = new Set(['STARTING', 'RUNNING']);

/**
 * Continues a trial until it has ended; shows the number of applications until then. Each call waits in the API until there
 * are events, for a second at most.
 */
export async function followTrial({ api, screen }: Desk, id: string): Promise<RuleTrial> {
  let shown = 0;
  for (;;) {
    const trial = await api.call('POST /rule-trials/{id}/continue', { path: { id } });
    const { state, applications } = trial;
    if (!GOES_ON.has(state)) return trial;
    if (screen.canRedraw) screen.redraw(`${applications} applications so far`);
    else if (applications > shown) screen.json({ progress: { state, applications } });
    shown = applications;
  }
}
