import type { Home } from '../../../core/aws/arn.ts';
import type { Alias, EventInvokeConfig, LambdaFunction, Version } from './function.ts';
import { functionArn } from './function-name.ts';

/** Converts stored records to the structures of the API. */

/** The structure FunctionConfiguration of the API. Without `qualifier` its ARN has no qualifier. */
export const describeVersion = (home: Home, found: LambdaFunction, version: Version, qualifier?: string) => ({
  FunctionName: found.name,
  FunctionArn: functionArn(home, found.name, qualifier),
  Runtime: version.runtime,
  Role: version.role,
  Handler: version.handler,
  CodeSize: version.code.sizeBytes,
  Description: version.description,
  Timeout: version.timeoutSeconds,
  MemorySize: version.memoryMb,
  LastModified: new Date(version.lastModifiedMs).toISOString().replace('Z', '+0000'),
  CodeSha256: version.code.sha256,
  Version: version.version,
  ...(Object.keys(version.variables).length > 0 && { Environment: { Variables: version.variables } }),
  ...(version.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: version.deadLetterArn } }),
  TracingConfig: { Mode: version.tracingMode },
  RevisionId: version.revisionId,
  State: 'Active',
  LastUpdateStatus: 'Successful',
  PackageType: 'Zip',
  Architectures: [version.architecture],
  EphemeralStorage: { Size: version.ephemeralStorageMb },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  ...(version.layers && {
    Layers: version.layers.versions.map(({ arn, sizeBytes }) => ({ Arn: arn, CodeSize: sizeBytes })),
  }),
  LoggingConfig: {
    LogFormat: version.logFormat,
    ...(version.applicationLogLevel !== undefined && { ApplicationLogLevel: version.applicationLogLevel }),
    ...(version.systemLogLevel !== undefined && { SystemLogLevel: version.systemLogLevel }),
    LogGroup: version.logGroup,
  },
});

export const describeAlias = (home: Home, name: string, alias: Alias) => ({
  AliasArn: functionArn(home, name, alias.name),
  Name: alias.name,
  FunctionVersion: alias.version,
  Description: alias.description,
  RevisionId: alias.revisionId,
});

export const describeEventInvokeConfig = (home: Home, name: string, qualifier: string, config: EventInvokeConfig) => ({
  LastModified: new Date(config.lastModifiedMs),
  FunctionArn: functionArn(home, name, qualifier || '$LATEST'),
  ...(config.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: config.maximumRetryAttempts }),
  ...(config.maximumEventAgeSeconds !== undefined && { MaximumEventAgeInSeconds: config.maximumEventAgeSeconds }),
  DestinationConfig: {
    OnSuccess: config.onSuccess === undefined ? {} : { Destination: config.onSuccess },
    OnFailure: config.onFailure === undefined ? {} : { Destination: config.onFailure },
  },
});
