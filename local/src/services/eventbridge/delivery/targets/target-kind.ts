import type { Caller } from '../../../../core/aws/caller.ts';
import type { Kernel } from '../../../../core/kernel.ts';
import type { Target } from '../../target.ts';
import type { Delivery } from '../delivery.ts';

/** One attempt to call a target. */
export interface TargetCall {
  readonly delivery: Delivery;
  /** What the target receives; for a state machine its input, for a queue the body. */
  readonly payload: string;
  readonly caller: Caller;
}

export interface TargetKind {
  /** Whether AWS calls it only by a role of the target's. */
  readonly needsRole?: boolean;
  /** What is wrong with a target of this kind, in AWS's words. */
  readonly problem?: (target: Target) => string | undefined;
  /** Resolves once the target has taken it. */
  readonly call: (kernel: Kernel, call: TargetCall) => Promise<void>;
}
