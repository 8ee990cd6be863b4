import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { Api } from '../../../api/client.ts';
import type { RuleTrial } from '../../../api/types.generated.ts';

export interface WantedTrial {
  readonly rules: CheckRules;
  readonly from: string;
  readonly to: string;
}

const GOES_ON: ReadonlySet<RuleTrial['state']> = new Set(['STARTING', 'RUNNING']);

/**
 * Tries rules on archived applications; calls `progress` with the counts so far. Each call waits in the API for events, for a
 * second at most. Rejects with ApiProblem, or with Error if the trial fails.
 */
export const runTrial = async (
  api: Api,
  wanted: WantedTrial,
  progress: (trial: RuleTrial) => void,
): Promise<RuleTrial> => {
  const { id } = await api.call('POST /rule-trials', { body: wanted });
  for (;;) {
    const trial = await api.call('POST /rule-trials/{id}/continue', { path: { id } });
    if (trial.state === 'COMPLETED') return trial;
    if (!GOES_ON.has(trial.state)) throw new Error(trial.reason ?? `${id}: ${trial.state}`);
    progress(trial);
  }
};
