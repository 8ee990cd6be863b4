import type { TargetRetryPolicy } from '../../core/delivery/target-retry.ts';
import type { TargetHttpParameters } from './destinations/target-parameters.ts';

/** A rule's target, in the shape of the API. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: InputTransformer;
  /** For API destinations. */
  readonly HttpParameters?: TargetHttpParameters;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: TargetRetryPolicy;
}

export interface InputTransformer {
  readonly InputPathsMap?: { readonly [variable: string]: string };
  readonly InputTemplate: string;
}
