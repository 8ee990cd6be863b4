import { progressOf } from '../../../api/run-graph.ts';
import type { RunState } from '../../../api/types.generated.ts';
import type { TextKey } from '../texts/en.ts';

/** The text that says how far a state of a run is. */
export const stateWord = (state: RunState): TextKey =>
  state.status.startsWith('retried') ? 'fate.retried' : `fate.${progressOf(state)}`;
