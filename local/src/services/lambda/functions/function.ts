/** Stored records of functions. Times are milliseconds since the epoch. */

export type LogFormat = 'Text' | 'JSON';

export interface Code {
  /**
   * Where the code is stored. The content never changes, except in a directory that a template deploys in place: only
   * `$LATEST` and, without a data directory, published versions run there.
   */
  readonly directory: string;
  /** Base64. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The configuration of one version. Only `$LATEST` changes. */
export interface Version {
  readonly version: string;
  readonly description: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly variables: { readonly [name: string]: string };
  readonly logFormat: LogFormat;
  readonly logGroup: string;
  readonly applicationLogLevel: string | undefined;
  readonly systemLogLevel: string | undefined;
  readonly deadLetterArn: string | undefined;
  readonly tracingMode: string;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  readonly code: Code;
  readonly lastModifiedMs: number;
  /** A new id after every change; identifies the code and configuration of an environment. */
  readonly revisionId: string;
}

export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revisionId: string;
}

/** Retries of asynchronous invocations and the destinations of their results. */
export interface EventInvokeConfig {
  readonly maximumRetryAttempts: number | undefined;
  readonly maximumEventAgeSeconds: number | undefined;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly lastModifiedMs: number;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: unknown;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: unknown;
}

export interface Policy {
  readonly revisionId: string;
  readonly statements: readonly PolicyStatement[];
}

export interface LambdaFunction {
  readonly name: string;
  readonly latest: Version;
  readonly published: readonly Version[];
  /** The number of the next published version; never reused. */
  readonly nextVersion: number;
  readonly aliases: readonly Alias[];
  /** By qualifier; '' is the unqualified function. */
  readonly policies: { readonly [qualifier: string]: Policy };
  readonly eventInvokeConfigs: { readonly [qualifier: string]: EventInvokeConfig };
  readonly reservedConcurrency: number | undefined;
  /** Whether an invocation in a loop is stopped; undefined: Terminate. */
  readonly recursiveLoop?: 'Allow' | 'Terminate' | undefined;
  readonly tags: { readonly [key: string]: string };
}
