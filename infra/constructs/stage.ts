import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What differs between the stages of any stack. */
export interface Stage {
  readonly logRetention: RetentionDays;
  /** What happens to resources that hold data when they leave the stack, and whether a call or a stack may delete them. */
  readonly data: { readonly removalPolicy: RemovalPolicy; readonly isDeletionProtected: boolean };
  /** Request limit of an HTTP API: the sustained rate and the burst. Requests beyond it get status 429. */
  readonly apiLimit: { readonly perSecond: number; readonly atOnce: number };
}
