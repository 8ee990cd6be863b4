import type { Cors } from '../../../core/payload/cors.ts';

/** Stored records of functions. Times are milliseconds since the epoch. */

export type LogFormat = 'Text' | 'JSON';

export interface Code {
  /**
   * The directory of the code. Its content never changes, except in a directory that a template deploys in place. Only
   * `$LATEST` runs there; without a data directory, published versions too.
   */
  readonly directory: string;
  /** SHA-256 hash of the code, in base64. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Missing in records of older versions of the runtime. */
  readonly unpackedBytes?: number;
}

/** The layers of a version. Their files are together in one directory, which functions see as `/opt` on AWS. */
export interface FunctionLayers {
  readonly versions: readonly { readonly arn: string; readonly sizeBytes: number }[];
  readonly unpackedBytes: number;
  readonly directory: string;
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
  /** Undefined without layers. */
  readonly layers?: FunctionLayers | undefined;
  readonly code: Code;
  readonly lastModifiedMs: number;
  /** A new id after each change. It identifies the code and configuration that an environment runs. */
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

/** Who may call a function URL: anybody, or callers that sign their requests. */
export type UrlAuthType = 'NONE' | 'AWS_IAM';

/** The configuration of a function URL. */
export interface FunctionUrl {
  readonly authType: UrlAuthType;
  readonly cors: Cors | undefined;
  readonly createdMs: number;
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
  /** Resource policies by qualifier; '' is the unqualified function. */
  readonly policies: { readonly [qualifier: string]: Policy };
  readonly eventInvokeConfigs: { readonly [qualifier: string]: EventInvokeConfig };
  /** Function URLs by the name of their alias; '' is the unqualified function. Missing in records of older versions. */
  readonly urls?: { readonly [alias: string]: FunctionUrl };
  readonly reservedConcurrency: number | undefined;
  /** Whether Lambda stops an invocation in a loop; undefined means Terminate. */
  readonly recursiveLoop?: 'Allow' | 'Terminate' | undefined;
  readonly tags: { readonly [key: string]: string };
}
