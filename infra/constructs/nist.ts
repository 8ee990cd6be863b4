import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Rules of the cdk-nag pack NIST 800-53 r5 that this system does not follow, with the reasons. */
const DONE_OTHERWISE = {
  CloudWatchLogGroupEncrypted:
    'CloudWatch encrypts logs with its own key. Logs hold ids and outcomes, never applicants’ data; a test checks this.',
  DynamoDBInBackupPlan:
    'Point-in-time recovery restores any second of the last 35 days; the operator decides whether longer retention is needed.',
  IAMNoInlinePolicy:
    'Each role belongs to one function or state machine and is deleted with it; a test shows that each grant is needed.',
  LambdaConcurrency:
    'Reserved concurrency reduces the concurrency of all other functions; throttled calls are retried, and an alarm reports throttling.',
  LambdaInsideVPC: 'The functions call only AWS services, over TLS with IAM; they need no resource in a VPC.',
} as const;

/** Acknowledges these rules for all constructs below `scope`. */
export function acknowledgeNist(scope: IConstruct): void {
  for (const [rule, reason] of Object.entries(DONE_OTHERWISE)) acknowledge(scope, nist(rule), reason);
}

/** Id of a rule, as cdk-nag prints it. */
export function nist(rule: string): string {
  return `NIST.800.53.R5::NIST.800.53.R5-${rule}`;
}
