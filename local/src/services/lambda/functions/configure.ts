import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { constraint, invalidParameter } from '../errors.ts';
import {
  type Input,
  optionalInteger,
  optionalMap,
  optionalObject,
  optionalText,
  optionalTextList,
  refuse,
} from '../parameters.ts';
import type { LogFormat, Version } from './function.ts';

const ROLE = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;
const RUNTIME = /^nodejs\d+\.x$/;
const VARIABLE_NAME = /^[a-zA-Z][a-zA-Z0-9_]*$/;
const MAX_TIMEOUT_SECONDS = 900;
const MEMORY_MB = { min: 128, max: 10_240 };
const STORAGE_MB = { min: 512, max: 10_240 };
/** Environment variables that Lambda sets; users may not set them. */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
const UNSUPPORTED = [
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DurableConfig',
  'FileSystemConfigs',
  'ImageConfig',
  'KMSKeyArn',
  'TenancyConfig',
  'VpcConfig',
];

/** The settings that a caller can set; the runtime sets the other members of a version. */
export type Settings = Omit<Version, 'version' | 'code' | 'lastModifiedMs' | 'revisionId'>;

/**
 * The settings for parameters that a CreateFunction request omits.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export const defaultSettings = (name: string): Settings => ({
  description: '',
  runtime: '',
  role: '',
  handler: '',
  timeoutSeconds: 3,
  memoryMb: 128,
  variables: {},
  logFormat: 'Text',
  logGroup: `/aws/lambda/${name}`,
  applicationLogLevel: undefined,
  systemLogLevel: undefined,
  deadLetterArn: undefined,
  tracingMode: 'PassThrough',
  architecture: 'x86_64',
  ephemeralStorageMb: 512,
});

/** Returns `current` with the given parameters applied. Throws AwsError for invalid or unsupported parameters. */
export const configure = (input: Input, current: Settings): Settings => {
  refuse(input, UNSUPPORTED, 'a function');
  if (optionalObject(input, 'SnapStart')?.ApplyOn === 'PublishedVersions') throw unsupported('SnapStart of a function');
  const deadLetter = optionalObject(input, 'DeadLetterConfig');
  const tracing = optionalObject(input, 'TracingConfig');
  const storage = optionalObject(input, 'EphemeralStorage');
  return {
    description: optionalText(input, 'Description') ?? current.description,
    runtime: readRuntime(input) ?? current.runtime,
    role: readRole(input) ?? current.role,
    handler: optionalText(input, 'Handler') ?? current.handler,
    timeoutSeconds: optionalInteger(input, 'Timeout', { min: 1, max: MAX_TIMEOUT_SECONDS }) ?? current.timeoutSeconds,
    memoryMb: optionalInteger(input, 'MemorySize', MEMORY_MB) ?? current.memoryMb,
    variables: readVariables(input) ?? current.variables,
    deadLetterArn: deadLetter ? optionalText(deadLetter, 'TargetArn') || undefined : current.deadLetterArn,
    tracingMode:
      (tracing && optionalText(tracing, 'Mode', { oneOf: ['Active', 'PassThrough'] })) ?? current.tracingMode,
    architecture: readArchitecture(input) ?? current.architecture,
    ephemeralStorageMb: (storage && optionalInteger(storage, 'Size', STORAGE_MB)) ?? current.ephemeralStorageMb,
    layers: current.layers,
    ...readLogging(input, current),
  };
};

/** A new $LATEST version with these settings. */
export const makeVersion = (kernel: Kernel, settings: Settings, code: Version['code']): Version => ({
  ...settings,
  version: '$LATEST',
  code,
  lastModifiedMs: kernel.clock.now(),
  revisionId: kernel.ids.uuid(),
});

/** Throws UnsupportedOperation for a runtime of another language than JavaScript. */
export const checkRuntime = (runtime: string): void => {
  if (!RUNTIME.test(runtime)) throw unsupported(`The runtime ${runtime}`);
};

const readRuntime = (input: Input): string | undefined => {
  const runtime = optionalText(input, 'Runtime');
  if (runtime !== undefined) checkRuntime(runtime);
  return runtime;
};

const readRole = (input: Input): string | undefined => {
  const role = optionalText(input, 'Role');
  if (role !== undefined && !ROLE.test(role))
    throw constraint('role', role, `Member must satisfy regular expression pattern: ${ROLE.source.slice(1, -1)}`);
  return role;
};

const readArchitecture = (input: Input): string | undefined => {
  const [architecture] = optionalTextList(input, 'Architectures') ?? [];
  if (architecture !== undefined && architecture !== 'x86_64' && architecture !== 'arm64')
    throw constraint('architectures', `[${architecture}]`, 'Member must satisfy enum value set: [x86_64, arm64]');
  return architecture;
};

const readVariables = (input: Input): Version['variables'] | undefined => {
  const environment = optionalObject(input, 'Environment');
  if (!environment) return undefined;
  const variables = optionalMap(environment, 'Variables') ?? {};
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  for (const name of Object.keys(variables))
    if (!VARIABLE_NAME.test(name))
      throw constraint(
        'environment.variables',
        name,
        `Map keys must satisfy constraint: [Member must satisfy regular expression pattern: ${VARIABLE_NAME.source.slice(1, -1)}]`,
      );
  return variables;
};

const readLogging = (
  input: Input,
  current: Settings,
): Pick<Settings, 'logFormat' | 'logGroup' | 'applicationLogLevel' | 'systemLogLevel'> => {
  const logging = optionalObject(input, 'LoggingConfig') ?? {};
  const logFormat: LogFormat = optionalText(logging, 'LogFormat', { oneOf: ['Text', 'JSON'] }) ?? current.logFormat;
  const application = optionalText(logging, 'ApplicationLogLevel', {
    oneOf: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
  });
  const system = optionalText(logging, 'SystemLogLevel', { oneOf: ['DEBUG', 'INFO', 'WARN'] });
  if (logFormat === 'Text' && (application ?? system) !== undefined)
    throw invalidParameter('ApplicationLogLevel and SystemLogLevel are only supported when LogFormat is set to JSON.');
  return {
    logFormat,
    logGroup: optionalText(logging, 'LogGroup') ?? current.logGroup,
    applicationLogLevel: logFormat === 'JSON' ? (application ?? current.applicationLogLevel ?? 'INFO') : undefined,
    systemLogLevel: logFormat === 'JSON' ? (system ?? current.systemLogLevel ?? 'INFO') : undefined,
  };
};
