import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmFrom } from './alarm-on-any.ts';
import { Deployments } from './deployments.ts';
import { named } from './named.ts';
import { nist } from './nist.ts';
import type { Stage } from './stage.ts';

export interface BundledFunctionProps {
  /** Name of the function. Its bundle is in the folder of this name in dist/handlers. */
  readonly name: string;
  readonly stage: Stage;
  readonly environment?: Record<string, string>;
  /** Files beside the code: name → text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly timeout?: Duration;
  /** Concurrent executions that the account keeps free for this function, which are also its maximum; default: none. */
  readonly reservedConcurrency?: number | undefined;
  /** IAM statements for exactly the calls that the handler makes. */
  readonly mayCall?: readonly PolicyStatement[];
  /** Reason for which a statement of `mayCall` allows every resource (`*`), for cdk-nag. */
  readonly whyEveryResource?: string;
  /** Dead-letter queue of an asynchronously invoked function, for events whose third attempt fails. */
  readonly deadLetterQueue?: Queue;
  /** True if exception messages contain applicants' data. Lambda then does not log them. */
  readonly isSilent?: boolean;
}

/** Name of the alias that callers name. */
export const LIVE = 'live';

const BUNDLES = join(import.meta.dirname, '../../dist/handlers');

/** A Lambda function with its own log group, and a role with exactly the permissions of `mayCall`. */
export class BundledFunction extends Construct {
  /** Physical name: with the prefix of the deployment. */
  readonly name: string;
  readonly function: LambdaFunction;
  readonly deadLetterQueue: Queue | undefined;
  readonly #stage: Stage;
  #live: IFunction | undefined;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.name = named(this, props.name);
    this.#stage = props.stage;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${this.name}`,
      retention: props.stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]));
    for (const statement of props.mayCall ?? []) role.addToPolicy(statement);
    const bundle = join(BUNDLES, props.name);
    const copy = props.files === undefined ? undefined : copyWith(props.files, bundle);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: this.name,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(copy ?? bundle),
      memorySize: 512,
      timeout: props.timeout ?? Duration.seconds(15),
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
      environment: props.environment ?? {},
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: props.isSilent === true ? ApplicationLogLevel.FATAL : ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    // The function has copied its code into the assembly.
    if (copy !== undefined) rmSync(copy, { recursive: true });
    this.deadLetterQueue = props.deadLetterQueue;
    const why = ['X-Ray actions support no resource in a policy.', props.whyEveryResource].filter(Boolean).join(' ');
    acknowledge(role, 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', why);
    if (props.deadLetterQueue !== undefined) {
      this.#alarmOnErrors();
      return;
    }
    const reason =
      'The function is invoked synchronously: the caller sees the failure, retries, and keeps the failed input.';
    acknowledge(this.function, 'Serverless::Serverless-LambdaDLQ', reason);
    acknowledge(this.function, nist('LambdaDLQ'), reason);
  }

  /**
   * The alias of the current version. All callers name it, except state machines: their definitions name a version. The
   * first use creates it, so that a function that only state machines call has no alias.
   */
  get live(): IFunction {
    this.#live ??= this.#createLive();
    return this.#live;
  }

  #createLive(): IFunction {
    // The casts are needed because the classes declare `role: IRole | undefined`, but the interfaces `role?: IRole`.
    const alias = new Alias(this, 'Live', { aliasName: LIVE, version: this.function.currentVersion as IVersion });
    Deployments.of(this).shift(this, { name: this.name, alias, stage: this.#stage });
    return alias as IFunction;
  }

  /**
   * Needed for asynchronous invocations: their callers see no errors. Fires after three errors, of one event or of
   * several.
   */
  #alarmOnErrors(): void {
    alarmFrom(this, 'Errors', this.function.metricErrors(), {
      alarmName: `${this.name}-errors`,
      alarmDescription: `The function ${this.name} failed three times within 15 minutes.`,
      threshold: 3,
      period: Duration.minutes(15),
    });
  }
}

/** A temporary copy of a bundle with more files. The bundle itself stays as it is: other processes may use it. */
function copyWith(files: Readonly<Record<string, string>>, bundle: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'function-'));
  copyFileSync(join(bundle, 'index.mjs'), join(directory, 'index.mjs'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
  return directory;
}

/** IAM statement that allows `actions` on `resources` (ARNs). */
export function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
