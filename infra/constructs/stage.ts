import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ILambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Settings that differ between stages, such as dev and prod. */
export interface Stage {
  readonly logRetention: RetentionDays;
  /** For resources that hold data: their removal policy, and whether deletion protection is on. */
  readonly data: { readonly removalPolicy: RemovalPolicy; readonly isDeletionProtected: boolean };
  /** Period of point-in-time recovery of the tables, 1 to 35 days: until its end a restore brings erased data back. */
  readonly backupRetention: Duration;
  readonly signIn: SignIn;
  /** The steps in which a deployment moves the callers of a function to its new version. */
  readonly trafficShift: ILambdaDeploymentConfig;
  /** Limit of the requests to an HTTP API, and the lower one of each of its heavy routes. Requests above it get status 429. */
  readonly apiLimit: RequestLimit & { readonly heavyRoute: RequestLimit };
}

interface RequestLimit {
  readonly perSecond: number;
  /** Requests that may come at once (burst). */
  readonly atOnce: number;
}

/** How people sign in. */
interface SignIn {
  /** Whether each person needs a second factor. */
  readonly needsSecondFactor: boolean;
  /** Until a token ends, a person who was removed from a group still has the group's rights. */
  readonly tokenValidity: Duration;
}
