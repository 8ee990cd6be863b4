import { array, atLeast, between, type Members, map, number, object, oneOf, text } from './answer-shape.ts';

/** The members of "FunctionConfiguration" in Lambda's API reference. */
const FUNCTION: Members = {
  Architectures: array(oneOf('x86_64 arm64')),
  CodeSha256: text,
  CodeSize: number,
  DeadLetterConfig: object({ TargetArn: text }),
  Description: text,
  Environment: object({ Error: object({ ErrorCode: text, Message: text }), Variables: map(text) }),
  EphemeralStorage: object({ Size: between(512, 10_240) }),
  FileSystemConfigs: array(object({ Arn: text, LocalMountPath: text })),
  FunctionArn: text,
  FunctionName: text,
  Handler: text,
  KmsKeyArn: text,
  LastModified: text,
  LastUpdateStatus: oneOf('Successful Failed InProgress'),
  LastUpdateStatusReason: text,
  LastUpdateStatusReasonCode: text,
  Layers: array(object({ Arn: text, CodeSize: number, SigningJobArn: text, SigningProfileVersionArn: text })),
  LoggingConfig: object({
    ApplicationLogLevel: oneOf('TRACE DEBUG INFO WARN ERROR FATAL'),
    LogFormat: oneOf('JSON Text'),
    LogGroup: text,
    SystemLogLevel: oneOf('DEBUG INFO WARN'),
  }),
  MasterArn: text,
  MemorySize: between(128, 10_240),
  PackageType: oneOf('Zip Image'),
  RevisionId: text,
  Role: text,
  Runtime: text,
  SigningJobArn: text,
  SigningProfileVersionArn: text,
  SnapStart: object({ ApplyOn: oneOf('PublishedVersions None'), OptimizationStatus: oneOf('On Off') }),
  State: oneOf('Pending Active Inactive Failed Deactivating Deactivated ActiveNonInvocable Deleting'),
  StateReason: text,
  StateReasonCode: text,
  Timeout: atLeast(1),
  TracingConfig: object({ Mode: oneOf('Active PassThrough') }),
  Version: text,
  VpcConfig: object({ SecurityGroupIds: array(text), SubnetIds: array(text), VpcId: text }),
};

/** Answers of Lambda that mocks are checked against, by action; see Lambda's API reference. */
export const LAMBDA_ANSWERS: Readonly<Record<string, Members>> = {
  'lambda:createFunction': FUNCTION,
  'lambda:getFunction': {
    Code: object({ ImageUri: text, Location: text, RepositoryType: text, ResolvedImageUri: text }),
    Concurrency: object({ ReservedConcurrentExecutions: atLeast(0) }),
    Configuration: object(FUNCTION),
    Tags: map(text),
  },
  'lambda:getFunctionConfiguration': FUNCTION,
  'lambda:listFunctions': { Functions: array(object(FUNCTION)), NextMarker: text },
  'lambda:updateFunctionConfiguration': FUNCTION,
};
