import { getAtt, one } from '../start-template.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string): Json => ({ Ref });
const CODE = { S3Bucket: 'assets', S3Key: 'code.zip' };

/** Functions and state machines with parts of every type. They need the other valid resources. */
export const FUNCTIONS: Json = {
  Function: one('AWS::Lambda::Function', {
    FunctionName: 'echo',
    Description: 'an echo',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt('Role'),
    Code: CODE,
    Timeout: 5,
    MemorySize: 256,
    Environment: { Variables: { A: 'b' } },
    DeadLetterConfig: { TargetArn: getAtt('Queue') },
    Layers: [ref('Layer')],
    ReservedConcurrentExecutions: 2,
    LoggingConfig: { LogGroup: ref('LogGroup') },
    Tags: [{ Key: 'a', Value: 'b' }],
  }),
  Layer: one('AWS::Lambda::LayerVersion', {
    LayerName: 'common',
    Content: CODE,
    Description: 'for all',
    LicenseInfo: 'Apache-2.0',
    CompatibleRuntimes: ['nodejs24.x'],
    CompatibleArchitectures: ['arm64'],
  }),
  LayerPermission: one('AWS::Lambda::LayerVersionPermission', {
    LayerVersionArn: ref('Layer'),
    Action: 'lambda:GetLayerVersion',
    Principal: '*',
  }),
  Permission: one('AWS::Lambda::Permission', {
    FunctionName: ref('Function'),
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: getAtt('Bus'),
    SourceAccount: '000000000000',
  }),
  Mapping: one('AWS::Lambda::EventSourceMapping', {
    FunctionName: ref('Function'),
    EventSourceArn: getAtt('Queue'),
    BatchSize: 5,
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
    ScalingConfig: { MaximumConcurrency: 2 },
    Enabled: true,
  }),
  StreamMapping: one('AWS::Lambda::EventSourceMapping', {
    FunctionName: ref('Function'),
    EventSourceArn: getAtt('Table', 'StreamArn'),
    StartingPosition: 'LATEST',
    DestinationConfig: { OnFailure: { Destination: getAtt('Queue') } },
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: 120,
    ParallelizationFactor: 1,
  }),
  InvokeConfig: one('AWS::Lambda::EventInvokeConfig', {
    FunctionName: ref('Function'),
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 120,
    DestinationConfig: { OnSuccess: { Destination: getAtt('Queue') }, OnFailure: { Destination: getAtt('Queue') } },
  }),
  Version: one('AWS::Lambda::Version', { FunctionName: ref('Function'), Description: 'first' }),
  Alias: one('AWS::Lambda::Alias', {
    FunctionName: ref('Function'),
    FunctionVersion: getAtt('Version', 'Version'),
    Name: 'live',
    Description: 'in use',
  }),
  FunctionUrl: one('AWS::Lambda::Url', {
    TargetFunctionArn: getAtt('Function'),
    AuthType: 'NONE',
    InvokeMode: 'BUFFERED',
    Cors: { AllowOrigins: ['*'], AllowMethods: ['GET'], AllowHeaders: ['x-a'], MaxAge: 5 },
  }),
  StateMachine: one('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'flow',
    StateMachineType: 'STANDARD',
    RoleArn: getAtt('AnyRole'),
    DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"${x}","End":true}}}',
    DefinitionSubstitutions: { x: 'y' },
    LoggingConfiguration: {
      Level: 'ALL',
      IncludeExecutionData: true,
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt('LogGroup') } }],
    },
    Tags: [{ Key: 'a', Value: 'b' }],
  }),
  Machine: one('AWS::StepFunctions::StateMachine', {
    RoleArn: getAtt('AnyRole'),
    Definition: { StartAt: 'A', States: { A: { Type: 'Task', Resource: getAtt('Function'), End: true } } },
  }),
  Activity: one('AWS::StepFunctions::Activity', { Name: 'work' }),
  MachineVersion: one('AWS::StepFunctions::StateMachineVersion', {
    StateMachineArn: ref('StateMachine'),
    StateMachineRevisionId: getAtt('StateMachine', 'StateMachineRevisionId'),
    Description: 'first',
  }),
  MachineAlias: one('AWS::StepFunctions::StateMachineAlias', {
    Name: 'live',
    Description: 'in use',
    RoutingConfiguration: [{ StateMachineVersionArn: ref('MachineVersion'), Weight: 100 }],
  }),
};
