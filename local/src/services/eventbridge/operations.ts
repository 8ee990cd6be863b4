import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

export interface EventEntry {
  readonly Source: string;
  readonly DetailType: string;
  /** Absent if a bus forwards an event: the event is then passed outside the input. */
  readonly Detail?: string;
  /** If absent, the default bus receives the event. */
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  readonly Time?: Date;
}

export type PutEventsInput = { readonly Entries: readonly EventEntry[] };

interface PutEventsAnswer {
  readonly FailedEntryCount: number;
  /** In the order of the request. */
  readonly Entries: readonly { readonly ErrorCode?: string }[];
}

export const putEvents = operation<PutEventsInput, PutEventsAnswer>('events', 'PutEvents');

/** This is not an AWS action. Services of this runtime use it to put their own events. */
export const putAwsEvents = operation<PutEventsInput>('events', 'PutAwsEvents');

type CreateEventBusInput = {
  readonly Name: string;
  readonly Description?: Value;
  readonly Tags?: Value;
};

export const createEventBus = operation<CreateEventBusInput>('events', 'CreateEventBus');

type UpdateEventBusInput = {
  readonly Name: string;
  readonly Description: Value;
};

export const updateEventBus = operation<UpdateEventBusInput>('events', 'UpdateEventBus');

export const deleteEventBus = operation<{ readonly Name: string }>('events', 'DeleteEventBus');

export const describeEventBus = operation<{ readonly Name: string }, { readonly Policy?: string }>(
  'events',
  'DescribeEventBus',
);

type PutPermissionInput = {
  readonly EventBusName: string;
  /** The policy as JSON text. */
  readonly Policy: string;
};

export const putPermission = operation<PutPermissionInput>('events', 'PutPermission');

type RemovePermissionInput = {
  readonly EventBusName: string;
  readonly StatementId: string;
};

export const removePermission = operation<RemovePermissionInput>('events', 'RemovePermission');

type PutRuleInput = {
  readonly Name: string;
  readonly EventBusName: string;
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: Value;
};

export const putRule = operation<PutRuleInput>('events', 'PutRule');

type DeleteRuleInput = {
  readonly Name: string;
  readonly EventBusName: string;
};

export const deleteRule = operation<DeleteRuleInput>('events', 'DeleteRule');

/** The result for several targets, of which some can have failed. */
export interface TargetsAnswer {
  readonly FailedEntryCount: number;
  readonly FailedEntries: readonly {
    readonly TargetId: string;
    readonly ErrorCode: string;
    readonly ErrorMessage: string;
  }[];
}

type PutTargetsInput = {
  readonly Rule: string;
  readonly EventBusName: string;
  readonly Targets: readonly ValueObject[];
};

export const putTargets = operation<PutTargetsInput, TargetsAnswer>('events', 'PutTargets');

type RemoveTargetsInput = {
  readonly Rule: string;
  readonly EventBusName: string;
  readonly Ids: readonly string[];
};

export const removeTargets = operation<RemoveTargetsInput, TargetsAnswer>('events', 'RemoveTargets');

export type UpdateArchiveInput = {
  readonly ArchiveName: string;
  readonly EventPattern?: string;
  readonly RetentionDays?: number;
  readonly Description?: string;
};

export const updateArchive = operation<UpdateArchiveInput>('events', 'UpdateArchive');

export const createArchive = operation<UpdateArchiveInput & { readonly EventSourceArn: string | undefined }>(
  'events',
  'CreateArchive',
);

export const deleteArchive = operation<{ readonly ArchiveName: string }>('events', 'DeleteArchive');

/** One event for an API destination. */
export interface Invocation {
  readonly arn: string;
  /** The same in all attempts. */
  readonly token: string;
  readonly payload: string;
  readonly pathValues: readonly string[];
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
}

export type InvokeApiDestinationInput = {
  readonly ApiDestinationArn: string;
  readonly Invocation: Invocation;
};

/** This is not an AWS action, but the permission of this name. Deliveries of rules call it with the target's role. */
export const invokeApiDestination = operation<InvokeApiDestinationInput>('events', 'InvokeApiDestination');

export type ConnectionInput = {
  readonly Name: string;
  readonly Description?: string;
  readonly AuthorizationType?: string;
  readonly AuthParameters?: Value;
};

export const createConnection = operation<ConnectionInput>('events', 'CreateConnection');
export const updateConnection = operation<ConnectionInput>('events', 'UpdateConnection');
export const deleteConnection = operation<{ readonly Name: string }>('events', 'DeleteConnection');
export const describeConnection = operation<
  { readonly Name: string },
  { readonly ConnectionArn: string; readonly SecretArn: string }
>('events', 'DescribeConnection');

export type ApiDestinationInput = {
  readonly Name: string;
  readonly Description?: string;
  readonly ConnectionArn?: string;
  readonly InvocationEndpoint?: string;
  readonly HttpMethod?: string;
  readonly InvocationRateLimitPerSecond?: number;
};

type ApiDestinationAnswer = { readonly ApiDestinationArn: string };

export const createApiDestination = operation<ApiDestinationInput, ApiDestinationAnswer>(
  'events',
  'CreateApiDestination',
);
export const updateApiDestination = operation<ApiDestinationInput, ApiDestinationAnswer>(
  'events',
  'UpdateApiDestination',
);
export const deleteApiDestination = operation<{ readonly Name: string }>('events', 'DeleteApiDestination');
