import type { Caller } from '../../../../core/aws/caller.ts';
import type { Kernel } from '../../../../core/kernel.ts';
import type { Target } from '../../target.ts';
import type { Delivery } from '../delivery.ts';

/** One attempt to call a target. */
export interface TargetCall {
  readonly delivery: Delivery;
  /** The data that the target receives, such as the input of a state machine or the body of a message. */
  readonly payload: string;
  readonly caller: Caller;
}

export interface TargetKind {
  /** Whether AWS requires a RoleArn for this kind of target. */
  readonly needsRole?: boolean;
  /** AWS's error message if the target is invalid for this kind; undefined if it is valid. */
  readonly problem?: (target: Target) => string | undefined;
  /** Resolves when the target has accepted the payload. Throws AwsError. */
  readonly call: (kernel: Kernel, call: TargetCall) => Promise<void>;
  /**
   * Like `Services.enlist`. Only for kinds of targets whose service can store the payload in the transaction of the
   * event.
   */
  readonly enlist?: (kernel: Kernel, call: TargetCall) => (() => void) | undefined;
}
