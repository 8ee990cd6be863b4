import { arnOf } from '../../core/aws/arn.ts';
import { itemsOf, refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, number, object, tagMap, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, RunningType } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import { CFN_RESPONSE } from './code/cfn-response.ts';
import { zipOf } from './code/inline-zip.ts';
import { checkRuntime } from './functions/configure.ts';
import { checkOwnLayer } from './layers/layer.ts';
import * as lambda from './operations.ts';

const NO_NETWORK = 'functions run in the network of this machine';
const NO_ENCRYPTION = 'this runtime does not encrypt environment variables at rest';

/**
 * The function's code: the asset's directory, which runs in place, or inline text, which becomes the module `index`.
 * Throws Error if the assembly has no such asset, or if the asset is not a directory.
 */
const code = (context: ResourceContext): lambda.CodeLocation => {
  const { ZipFile, S3Key } = object(context.properties.Code);
  const inline = text(ZipFile);
  if (inline !== undefined) return { ZipFile: zipOf(inlineFiles(context.properties, inline)) };
  const key = text(S3Key) ?? '';
  const asset = context.asset(key);
  if (!asset) throw new Error(`The assembly has no asset ${key}. Synthesize the app again.`);
  if (asset.packaging !== 'zip')
    throw new Error(`The asset ${key} is a file; a function's code must be a zip asset (a directory).`);
  return { LocalDirectory: asset.path };
};

/** The files of inline code, with the module `cfn-response` if the code uses it. */
const inlineFiles = (properties: ValueObject, source: string): Record<string, string> => {
  const file = { [inlineFileName(properties, source)]: source };
  return /['"`]cfn-response['"`]/.test(source) ? { ...file, 'node_modules/cfn-response/index.js': CFN_RESPONSE } : file;
};

const inlineFileName = ({ Runtime }: ValueObject, source: string): string => {
  if (!text(Runtime)?.startsWith('nodejs'))
    throw new Error(`Inline code of the runtime ${Runtime} is not supported; use a nodejs runtime.`);
  return /^\s*(import|export)\b/m.test(source) ? 'index.mjs' : 'index.js';
};

const configuration = ({ name, properties }: ResourceContext): lambda.FunctionConfiguration =>
  defined({
    FunctionName: name,
    Runtime: properties.Runtime,
    Handler: properties.Handler,
    Role: properties.Role,
    Description: properties.Description,
    Timeout: number(properties.Timeout) ?? 3,
    MemorySize: number(properties.MemorySize) ?? 128,
    Environment: { Variables: variables(properties) },
    LoggingConfig: properties.LoggingConfig,
    DeadLetterConfig: properties.DeadLetterConfig,
    Layers: properties.Layers ?? [],
  });

const variables = (properties: ValueObject): Record<string, string> => {
  const declared = object(object(properties.Environment).Variables);
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, text(value) ?? '']));
};

const lambdaFunction = ({ home, name }: ResourceContext): Physical => ({
  ref: name,
  attributes: { Arn: arnOf(home, 'lambda', `function:${name}`) },
});

const updateFunction = async (context: ResourceContext): Promise<unknown> => {
  await context.call(lambda.updateFunctionCode, { FunctionName: context.name, ...code(context) });
  return context.call(lambda.updateFunctionConfiguration, configuration(context));
};

const setConcurrency = async (context: ResourceContext, previous: ValueObject): Promise<void> => {
  const reserved = number(context.properties.ReservedConcurrentExecutions);
  const FunctionName = context.name;
  if (reserved !== undefined)
    await context.call(lambda.putFunctionConcurrency, { FunctionName, ReservedConcurrentExecutions: reserved });
  else if (previous.ReservedConcurrentExecutions !== undefined)
    await context.call(lambda.deleteFunctionConcurrency, { FunctionName });
};

const setRecursiveLoop = async ({ call, name, properties }: ResourceContext, previous: ValueObject): Promise<void> => {
  const wanted = text(properties.RecursiveLoop) ?? (previous.RecursiveLoop === undefined ? undefined : 'Terminate');
  if (wanted !== undefined)
    await call(lambda.putFunctionRecursionConfig, { FunctionName: name, RecursiveLoop: wanted });
};

export const LAMBDA_FUNCTION: RunningType = {
  kind: 'runs',
  properties: {
    FunctionName: true,
    Runtime: true,
    Handler: true,
    Role: true,
    Code: { S3Bucket: true, S3Key: true, ZipFile: true },
    Description: true,
    Timeout: true,
    MemorySize: true,
    Environment: { Variables: true },
    LoggingConfig: { LogGroup: true, LogFormat: true, ApplicationLogLevel: true, SystemLogLevel: true },
    DeadLetterConfig: { TargetArn: true },
    ReservedConcurrentExecutions: true,
    RecursiveLoop: true,
    PackageType: true,
    Layers: true,
    Tags: TAGS,
    Architectures: 'functions run on the processor of this machine',
    TracingConfig: 'this runtime has no X-Ray',
    EphemeralStorage: 'functions use the disk of this machine',
    VpcConfig: NO_NETWORK,
    KmsKeyArn: NO_ENCRYPTION,
    SnapStart: 'this runtime takes no snapshots',
    RuntimeManagementConfig: 'functions run on the Node.js version of this process',
    CodeSigningConfigArn: 'this runtime does not check code signatures',
  },
  attributes: ['Arn'],
  nameProperty: 'FunctionName',
  replacedBy: ['FunctionName'],
  problem: ({ Runtime, Layers }, home) =>
    refusedText([{ property: 'Runtime', value: Runtime }], checkRuntime) ??
    refusedText(itemsOf('Layers', Layers), (arn) => checkOwnLayer(home, arn)),
  contents: (context) => JSON.stringify(code(context)),
  create: async (context) => {
    const { Tags } = context.properties;
    const input = { ...configuration(context), Code: code(context), ...defined({ Tags: tagMap(Tags) }) };
    await context.create(lambda.createFunction, input, () => updateFunction(context));
    await setConcurrency(context, {});
    await setRecursiveLoop(context, {});
    return lambdaFunction(context);
  },
  update: async (context, _, previous) => {
    await updateFunction(context);
    await setConcurrency(context, previous);
    await setRecursiveLoop(context, previous);
    return lambdaFunction(context);
  },
  delete: async (context, existing) => {
    await context.call(lambda.deleteFunction, { FunctionName: existing.ref });
  },
};
