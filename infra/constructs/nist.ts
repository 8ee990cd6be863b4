import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Rules of the cdk-nag pack NIST 800-53 r5 that this system does not follow, each with its reason. */
const DONE_OTHERWISE = {
  CloudWatchLogGroupEncrypted:
    'CloudWatch encrypts logs with a key of its own. They hold ids and outcomes, never what applicants told us: a test looks.',
  DynamoDBInBackupPlan:
    'Point-in-time recovery brings back any second of the last 35 days; what must be kept longer is not decided here.',
  IAMNoInlinePolicy:
    'Each role is of one function or machine alone, and its policy goes with it; a walk over all paths shows that each grant is needed.',
  LambdaConcurrency:
    'Reserving takes from the whole account, and what is throttled here is tried again; an alarm tells when the account throttles.',
  LambdaInsideVPC:
    'The functions speak to services of AWS only, over TLS with IAM; there is nothing in a network for them to reach.',
} as const;

/** Acknowledges these rules for everything below `scope`. Constructs acknowledge findings that concern only themselves. */
export function acknowledgeNist(scope: IConstruct): void {
  for (const [rule, reason] of Object.entries(DONE_OTHERWISE)) acknowledge(scope, nist(rule), reason);
}

/** Id of a rule, as cdk-nag prints it. */
export function nist(rule: string): string {
  return `NIST.800.53.R5::NIST.800.53.R5-${rule}`;
}
