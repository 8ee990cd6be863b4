import {
  colorBackgroundContainerContent,
  colorBackgroundStatusError,
  colorBackgroundStatusInfo,
  colorBackgroundStatusSuccess,
  colorBackgroundStatusWarning,
  colorTextBodySecondary,
  colorTextStatusError,
  colorTextStatusInfo,
  colorTextStatusSuccess,
  colorTextStatusWarning,
} from '@cloudscape-design/design-tokens';
import type { StateProgress } from '../../../api/run-graph.ts';

interface Look {
  readonly border: string;
  readonly fill: string;
  /** Character that shows the progress, for users who cannot distinguish the colours. */
  readonly sign: string;
}

/** The look of a state by its progress, in the graph and on the time line. */
export const LOOKS: Readonly<Record<StateProgress, Look>> = {
  pending: { border: colorTextBodySecondary, fill: colorBackgroundContainerContent, sign: '○' },
  running: { border: colorTextStatusInfo, fill: colorBackgroundStatusInfo, sign: '▶' },
  succeeded: { border: colorTextStatusSuccess, fill: colorBackgroundStatusSuccess, sign: '✓' },
  caught: { border: colorTextStatusWarning, fill: colorBackgroundStatusWarning, sign: '↷' },
  failed: { border: colorTextStatusError, fill: colorBackgroundStatusError, sign: '✕' },
};
