import type { TargetRetryPolicy } from '../../../core/delivery/target-retry.ts';
import type { Timing } from './expression.ts';

/** A schedule's target, in the shape of the API. */
export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly RetryPolicy: Required<TargetRetryPolicy>;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
}

export interface Schedule extends Timing {
  readonly group: string;
  readonly name: string;
  readonly description?: string;
  readonly state: 'ENABLED' | 'DISABLED';
  /** Length of the flexible time window; undefined if its mode is OFF. */
  readonly windowMinutes?: number;
  readonly actionAfterCompletion: 'NONE' | 'DELETE';
  readonly target: Target;
  /** ClientToken of the CreateSchedule call. A call with the same token and parameters returns the existing schedule. */
  readonly clientToken?: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** The members that a CreateSchedule or UpdateSchedule request sets. */
export type ScheduleSettings = Omit<Schedule, 'fromMs' | 'clientToken' | 'createdMs' | 'modifiedMs'>;
