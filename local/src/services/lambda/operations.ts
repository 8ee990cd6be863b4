import type { Value } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type Texts = { readonly [name: string]: string };

export type InvokeInput = {
  readonly FunctionName: string;
  /** The default is `RequestResponse`. */
  readonly InvocationType?: string;
  /** JSON text, its bytes, or a value that the service serializes as JSON. */
  readonly Payload: string | object;
};

export interface InvokeAnswer {
  readonly FunctionError?: string;
  /** JSON text; empty for the invocation type `Event`. */
  readonly Payload: string;
}

export const invoke = operation<InvokeInput, InvokeAnswer>('lambda', 'Invoke');

/** A zip archive in base64, or a directory from which the code runs in place. */
export type CodeLocation = { readonly ZipFile: string } | { readonly LocalDirectory: string };

export type FunctionConfiguration = {
  readonly FunctionName: string;
  readonly Runtime?: Value;
  readonly Handler?: Value;
  readonly Role?: Value;
  readonly Description?: Value;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: { readonly Variables: Texts };
  readonly LoggingConfig?: Value;
  readonly DeadLetterConfig?: Value;
  /** The ARNs of the layers' versions. */
  readonly Layers: Value;
};

type CreateFunctionInput = FunctionConfiguration & {
  readonly Code: CodeLocation;
  readonly Tags?: Texts;
};

export const createFunction = operation<CreateFunctionInput>('lambda', 'CreateFunction');

export const updateFunctionCode = operation<CodeLocation & { readonly FunctionName: string }>(
  'lambda',
  'UpdateFunctionCode',
);

export const updateFunctionConfiguration = operation<FunctionConfiguration>('lambda', 'UpdateFunctionConfiguration');

type DeleteFunctionInput = {
  readonly FunctionName: string;
  /** If present, only this version is deleted. */
  readonly Qualifier?: string | undefined;
};

export const deleteFunction = operation<DeleteFunctionInput>('lambda', 'DeleteFunction');

type PutFunctionConcurrencyInput = {
  readonly FunctionName: string;
  readonly ReservedConcurrentExecutions: number;
};

export const putFunctionConcurrency = operation<PutFunctionConcurrencyInput>('lambda', 'PutFunctionConcurrency');

export const putFunctionRecursionConfig = operation<{ readonly FunctionName: string; readonly RecursiveLoop: string }>(
  'lambda',
  'PutFunctionRecursionConfig',
);

export const deleteFunctionConcurrency = operation<{ readonly FunctionName: string }>(
  'lambda',
  'DeleteFunctionConcurrency',
);

/** Identifies a statement of a function's resource policy. */
type StatementName = {
  readonly FunctionName: string;
  readonly StatementId: string;
};

export type AddPermissionInput = StatementName & {
  readonly Action?: Value;
  readonly Principal?: Value;
  readonly SourceArn?: Value;
  readonly SourceAccount?: Value;
  readonly PrincipalOrgID?: Value;
  readonly FunctionUrlAuthType?: Value;
  readonly InvokedViaFunctionUrl?: Value;
};

export const addPermission = operation<AddPermissionInput>('lambda', 'AddPermission');

export const removePermission = operation<StatementName>('lambda', 'RemovePermission');

export type MappingSettings = {
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: Value;
  readonly FilterCriteria?: Value;
  readonly DestinationConfig?: Value;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly ParallelizationFactor?: number;
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly Enabled?: boolean;
};

type CreateEventSourceMappingInput = MappingSettings & {
  readonly EventSourceArn: Value | undefined;
  readonly StartingPosition?: Value;
  readonly Tags?: Texts;
};

export const createEventSourceMapping = operation<CreateEventSourceMappingInput, { readonly UUID: string }>(
  'lambda',
  'CreateEventSourceMapping',
);

export const updateEventSourceMapping = operation<MappingSettings & { readonly UUID: string }>(
  'lambda',
  'UpdateEventSourceMapping',
);

export const deleteEventSourceMapping = operation<{ readonly UUID: string }>('lambda', 'DeleteEventSourceMapping');

type ListEventSourceMappingsInput = {
  readonly EventSourceArn: Value | undefined;
  readonly FunctionName: string;
};

export const listEventSourceMappings = operation<
  ListEventSourceMappingsInput,
  { readonly EventSourceMappings: readonly { readonly UUID: string }[] }
>('lambda', 'ListEventSourceMappings');

/** A version or an alias of a function. */
type QualifiedFunction = {
  readonly FunctionName: string;
  readonly Qualifier: string;
};

type PutFunctionEventInvokeConfigInput = QualifiedFunction & {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: Value;
};

export const putFunctionEventInvokeConfig = operation<PutFunctionEventInvokeConfigInput>(
  'lambda',
  'PutFunctionEventInvokeConfig',
);

export const deleteFunctionEventInvokeConfig = operation<QualifiedFunction>(
  'lambda',
  'DeleteFunctionEventInvokeConfig',
);

type PublishVersionInput = {
  readonly FunctionName: string;
  readonly Description?: Value;
};

export const publishVersion = operation<
  PublishVersionInput,
  { readonly FunctionArn: string; readonly Version: string }
>('lambda', 'PublishVersion');

export type AliasName = {
  readonly FunctionName: string;
  readonly Name: string;
};

export type AliasInput = AliasName & {
  readonly FunctionVersion?: string;
  readonly Description?: string;
};

export const createAlias = operation<AliasInput, { readonly AliasArn: string }>('lambda', 'CreateAlias');

export const updateAlias = operation<AliasInput>('lambda', 'UpdateAlias');

export const deleteAlias = operation<AliasName>('lambda', 'DeleteAlias');

/** A function, or one of its aliases. */
type UrlTarget = {
  readonly FunctionName: string;
  readonly Qualifier?: string;
};

type FunctionUrlInput = UrlTarget & {
  readonly AuthType?: Value;
  readonly Cors?: Value;
  readonly InvokeMode?: Value;
};

export interface FunctionUrlAnswer {
  readonly FunctionUrl: string;
  readonly FunctionArn: string;
}

export const createFunctionUrlConfig = operation<FunctionUrlInput, FunctionUrlAnswer>(
  'lambda',
  'CreateFunctionUrlConfig',
);

export const updateFunctionUrlConfig = operation<FunctionUrlInput, FunctionUrlAnswer>(
  'lambda',
  'UpdateFunctionUrlConfig',
);

export const deleteFunctionUrlConfig = operation<UrlTarget>('lambda', 'DeleteFunctionUrlConfig');

type PublishLayerVersionInput = {
  readonly LayerName: string;
  readonly Content: CodeLocation;
  readonly Description?: Value;
  readonly LicenseInfo?: Value;
  readonly CompatibleRuntimes?: Value;
  readonly CompatibleArchitectures?: Value;
};

export const publishLayerVersion = operation<PublishLayerVersionInput, { readonly LayerVersionArn: string }>(
  'lambda',
  'PublishLayerVersion',
);

type LayerVersionName = {
  readonly LayerName: string;
  readonly VersionNumber: number;
};

export const deleteLayerVersion = operation<LayerVersionName>('lambda', 'DeleteLayerVersion');

/** Identifies a statement of a layer version's resource policy. */
export type LayerStatementName = LayerVersionName & { readonly StatementId: string };

type AddLayerVersionPermissionInput = LayerStatementName & {
  readonly Action?: Value;
  readonly Principal?: Value;
  readonly OrganizationId?: Value;
};

export const addLayerVersionPermission = operation<AddLayerVersionPermissionInput>(
  'lambda',
  'AddLayerVersionPermission',
);

export const removeLayerVersionPermission = operation<LayerStatementName>('lambda', 'RemoveLayerVersionPermission');
