import type { Json, JsonObject } from '../language/json.ts';
import type { Failure } from './failure.ts';
import type { State } from './program.ts';
import type { Resource } from './resource.ts';
import { parseResource } from './resource.ts';
import type { ActiveState } from './walk.ts';
import { record } from './walk.ts';

/** When a task failed: before the work started, at its start or submission, or while it ran. */
export type FailurePhase = 'schedule' | 'start' | 'submit' | 'run';

const EVENT_FAMILIES = { lambda: 'LambdaFunction', activity: 'Activity', service: 'Task' } as const;

/** The failure events of AWS by kind of task; a phase without its own event uses the Failed event. */
const FAILURE_EVENTS: Record<Resource['kind'], Partial<Record<FailurePhase, string>>> = {
  lambda: { schedule: 'LambdaFunctionScheduleFailed', start: 'LambdaFunctionStartFailed' },
  activity: { schedule: 'ActivityScheduleFailed' },
  service: { start: 'TaskStartFailed', submit: 'TaskSubmitFailed' },
};

export const resourceOf = (state: State): Resource => state.resource ?? parseResource('');

interface Scheduled {
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentialsRoleArn: string | undefined;
}

/** Writes LambdaFunctionScheduled, ActivityScheduled or TaskScheduled; returns the event's id. */
export function scheduledEvent(active: ActiveState, request: Scheduled): number {
  const { walk, state, frame } = active;
  const resource = resourceOf(state);
  const { timeoutSeconds, heartbeatSeconds, credentialsRoleArn } = request;
  const text = walk.text(request.parameters);
  const what: JsonObject =
    resource.kind === 'service'
      ? { ...resourceDetails(resource), region: walk.stateMachine.arn.split(':')[3] ?? '', parameters: text }
      : { resource: resource.arn, input: text, inputDetails: { truncated: false } };
  return emit(active, 'Scheduled', frame.last, {
    ...what,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined || resource.kind === 'lambda' ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(credentialsRoleArn === undefined ? {} : { taskCredentials: { roleArn: credentialsRoleArn } }),
  });
}

/** Writes LambdaFunctionStarted (without details), ActivityStarted or TaskStarted; returns the event's id. */
export function startedEvent(active: ActiveState, workerName: string | undefined): number {
  const { kind } = resourceOf(active.state);
  if (kind === 'lambda') return record(active, 'LambdaFunctionStarted', active.frame.last);
  if (kind === 'service') return emit(active, 'Started', active.frame.last, resourceDetails(resourceOf(active.state)));
  return emit(active, 'Started', active.frame.last, workerName === undefined ? {} : { workerName });
}

export const submittedEvent = (active: ActiveState, output: Json): number =>
  emit(active, 'Submitted', active.frame.last, { ...namesOf(active.state), ...outputDetails(active, output) });

export const succeededEvent = (active: ActiveState, output: Json): number =>
  emit(active, 'Succeeded', active.frame.last, { ...namesOf(active.state), ...outputDetails(active, output) });

export function failedEvent(active: ActiveState, failure: Failure, phase: FailurePhase): number {
  const { kind } = resourceOf(active.state);
  const type = FAILURE_EVENTS[kind][phase] ?? `${EVENT_FAMILIES[kind]}Failed`;
  const details = { ...namesOf(active.state), ...errorDetails(failure) };
  return record(active, type, active.frame.last, detailsKeyOf(type), details);
}

export const timedOutEvent = (active: ActiveState, failure: Failure): number =>
  emit(active, 'TimedOut', active.frame.last, { ...namesOf(active.state), ...errorDetails(failure) });

/** The failure's `error` and `cause`; absent ones are omitted. */
export function errorDetails({ error, cause }: Failure): JsonObject {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** The name of the task in events and causes: a Lambda function's ARN, or an integration's resource type. */
export const taskName = (state: State): string => {
  const { kind, arn, resourceType } = resourceOf(state);
  return kind === 'service' ? resourceType : arn;
};

function emit(active: ActiveState, what: string, previous: number, details: JsonObject): number {
  const type = EVENT_FAMILIES[resourceOf(active.state).kind] + what;
  return record(active, type, previous, detailsKeyOf(type), details);
}

const detailsKeyOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;

const resourceDetails = ({ resourceType, resource }: Resource): JsonObject => ({ resourceType, resource });

function namesOf(state: State): JsonObject {
  const resource = resourceOf(state);
  return resource.kind === 'service' ? resourceDetails(resource) : {};
}

const outputDetails = ({ walk }: ActiveState, output: Json): JsonObject => ({
  output: walk.text(output),
  outputDetails: { truncated: false },
});
