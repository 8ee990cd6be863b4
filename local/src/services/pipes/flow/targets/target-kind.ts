import type { Caller } from '../../../../core/aws/caller.ts';
import type { Kernel } from '../../../../core/kernel.ts';
import type { Pipe } from '../../pipe.ts';
import type { PipeEvent } from '../event.ts';

/** One call of a pipe's target with the events of a batch. */
export interface TargetCall {
  readonly pipe: Pipe;
  readonly pipeArn: string;
  readonly events: readonly PipeEvent[];
  /** What the target receives for each event. */
  readonly texts: readonly string[];
  readonly caller: Caller;
}

/** Ids of the events that failed; `all` if every event failed, or if the failed ones cannot be identified. */
export type FailedEvents = ReadonlySet<string> | 'all';

export interface TargetKind {
  /** Maximum number of events in one call. */
  readonly maxBatch: number;
  /** AWS's error message if the pipe is invalid for this kind; undefined if it is valid. */
  readonly problem?: (pipe: Pick<Pipe, 'target' | 'targetParameters'>) => string | undefined;
  /** Whether the target is a state machine that the pipe runs synchronously, which must be an Express one. */
  readonly needsExpress?: (parameters: Pipe['targetParameters']) => boolean;
  /** Throws AwsError if the whole call fails. */
  readonly call: (kernel: Kernel, call: TargetCall) => Promise<FailedEvents>;
}

/** The ids of the events at these positions. */
export const failedAt = (events: readonly PipeEvent[], positions: readonly number[]): FailedEvents => {
  const failed = new Set<string>();
  for (const position of positions) {
    const id = events[position]?.id;
    if (id === undefined) return 'all';
    failed.add(id);
  }
  return failed;
};
