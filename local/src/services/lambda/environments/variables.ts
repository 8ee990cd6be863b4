import type { Kernel } from '../../../core/kernel.ts';
import type { LambdaFunction, Version } from '../functions/function.ts';
import { asLambda } from '../functions/function-name.ts';

/**
 * All environment variables of a function: its own and those that Lambda sets. Variables of this process are not passed
 * on.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const environmentVariables = (
  kernel: Kernel,
  found: LambdaFunction,
  version: Version,
  logStream: string,
): Record<string, string> & { AWS_ACCESS_KEY_ID: string } => {
  const layers = version.layers?.directory;
  const keys = kernel.identities.issue(version.role, found.name, asLambda(kernel.home, found.name));
  return {
    LANG: 'en_US.UTF-8',
    PATH: `/usr/local/bin:/usr/bin:/bin${layers === undefined ? '' : `:${layers}/bin`}`,
    ...(layers !== undefined && { NODE_PATH: nodePath(layers, version.runtime) }),
    ...version.variables,
    _HANDLER: version.handler,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_DEFAULT_REGION: kernel.home.region,
    AWS_REGION: kernel.home.region,
    AWS_ENDPOINT_URL: version.variables.AWS_ENDPOINT_URL ?? kernel.endpoint(),
    AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: found.name,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: version.logFormat,
    ...(version.applicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: version.applicationLogLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: version.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: version.code.directory,
  };
};

/** Where packages of layers are: `runtime` is, for example, nodejs24.x. */
const nodePath = (layers: string, runtime: string): string => {
  const [, major] = /^nodejs(\d+)/.exec(runtime) ?? [];
  return `${layers}/nodejs/node${major}/node_modules:${layers}/nodejs/node_modules`;
};
