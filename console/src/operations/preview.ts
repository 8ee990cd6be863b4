import type { Api } from '../../../api/client.ts';
import type { ReplayFate } from '../../../api/types.generated.ts';

const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);
/**
 * Empty answers after the replay's end that complete a preview. One is not enough: SQS may return no message by chance.
 */
const QUIET_ANSWERS = 2;

export interface Range {
  readonly from: string;
  readonly to: string;
}

/** Number of events by fate. */
export type Prediction = ReadonlyMap<ReplayFate, number>;

export const countOf = (prediction: Prediction): number =>
  [...prediction.values()].reduce((sum, count) => sum + count, 0);

/**
 * Previews the effects of a replay of the time range without changing anything. Calls `progress` with the current
 * counts. Rejects with ApiProblem, or with Error if the preview fails or is cancelled.
 */
export const preview = async (
  api: Api,
  range: Range,
  progress: (prediction: Prediction) => void,
): Promise<Prediction> => {
  const { name } = await api.call('POST /operations/replays', { body: { ...range, isPreview: true } });
  const fates = new Map<string, ReplayFate>();
  for (let quiet = 0; quiet < QUIET_ANSWERS; ) {
    const { state, items } = await api.call('POST /operations/previews/{name}/take', { path: { name } });
    for (const { eventId, fate } of items) fates.set(eventId, fate);
    progress(counted(fates));
    if (state === 'FAILED' || state === 'CANCELLED') throw new Error(`${name}: ${state}`);
    quiet = ENDED.has(state) && items.length === 0 ? quiet + 1 : 0;
  }
  return counted(fates);
};

const counted = (fates: ReadonlyMap<string, ReplayFate>): Prediction => {
  const counts = new Map<ReplayFate, number>();
  for (const fate of fates.values()) counts.set(fate, (counts.get(fate) ?? 0) + 1);
  return counts;
};
