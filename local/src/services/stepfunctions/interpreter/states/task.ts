import type { Json } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { exceedsPayloadLimit } from '../../language/payload-size.ts';
import { evaluateTemplate } from '../../language/payload-template.ts';
import type { Scope } from '../../language/scope.ts';
import { effectiveInput, handOverResult, scopeOf, workInput } from '../data-flow.ts';
import type { TaskWaiting } from '../frame.ts';
import { dataLimitExceeded, fieldFailure, StateFailure } from '../state-failure.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import { resourceOf, scheduledEvent } from '../task-events.ts';
import { checkParameters } from '../task-parameters.ts';
import type { ActiveState } from '../walk.ts';

/** The evaluated fields with which a Task starts. */
interface Request {
  readonly parameters: Json;
  readonly token: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** ARN of the role in the state's Credentials. */
  readonly credentialsRoleArn: string | undefined;
}

/** Starts a Task: writes the Scheduled event and emits the `runTask` effect. `endTask` continues with the result. */
export async function beginTask(active: ActiveState): Promise<StateOutcome> {
  const { walk, branch, state, frame } = active;
  const request = await requestOf(active);
  checkParameters(active, request.parameters);
  if (exceedsPayloadLimit(walk.text(request.parameters))) {
    throw new StateFailure({ ...dataLimitExceeded(state.name), beyondAll: true });
  }
  const taskId = walk.newId('task', branch.address);
  const last = scheduledEvent(active, request);
  const { token, timeoutSeconds, heartbeatSeconds } = request;
  const resource = resourceOf(state);
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
  };
  const withToken = token === undefined ? {} : { token };
  const heartbeat = heartbeatSeconds === undefined ? {} : { heartbeatSeconds };
  walk.addTask(taskId, { stateName: state.name, resource: resource.arn, ...withToken, ...heartbeat });
  walk.effects.push({
    kind: 'runTask',
    taskId,
    stateName: state.name,
    resource: resource.arn,
    parameters: request.parameters,
    ...withToken,
    ...limits,
    roleArn: request.credentialsRoleArn ?? walk.execution.roleArn,
  });
  return { kind: 'waits', frame: { ...frame, last, waiting: waitingFor(active, taskId, request) } };
}

/** Ends the state after the task has succeeded. */
export async function endTask(active: ActiveState, result: Json, token?: string): Promise<StateOutcome> {
  return leave(active, await handOverResult(active, result, token), active.state.next);
}

/**
 * Sets the task's timers. The timeout starts now, and so does the heartbeat timeout of `.waitForTaskToken` and `.sync`.
 * The heartbeat timeout of an activity starts when a worker polls the task. Other integrations have none, because
 * nobody sends heartbeats for them.
 */
function waitingFor({ walk, branch, state }: ActiveState, taskId: string, request: Request): TaskWaiting {
  const { nowMs } = walk.surroundings;
  const { timeoutSeconds, heartbeatSeconds } = request;
  let waiting: TaskWaiting = { for: 'task', taskId };
  if (timeoutSeconds !== undefined) {
    const timeoutId = walk.newId('timeout', branch.address);
    const timeoutMs = nowMs + timeoutSeconds * 1000;
    walk.setTimer(timeoutId, timeoutMs);
    waiting = { ...waiting, timeoutId, timeoutMs };
  }
  const resource = resourceOf(state);
  if (heartbeatSeconds === undefined || !resource.hasToken) return waiting;
  const heartbeatId = walk.newId('heartbeat', branch.address);
  const withHeartbeat = { ...waiting, heartbeatId, heartbeatSeconds };
  if (resource.kind === 'activity') return withHeartbeat;
  const heartbeatMs = nowMs + heartbeatSeconds * 1000;
  walk.setTimer(heartbeatId, heartbeatMs);
  return { ...withHeartbeat, heartbeatMs };
}

async function requestOf(active: ActiveState): Promise<Request> {
  const { walk, state } = active;
  const resource = resourceOf(state);
  const token = resource.hasToken ? walk.surroundings.token() : undefined;
  const scope = scopeOf(active, token === undefined || resource.kind === 'activity' ? {} : { token });
  const root = state.jsonata ? active.frame.input : effectiveInput(active, scope);
  return {
    parameters: await workInput(active, scope, root),
    token,
    timeoutSeconds: await secondsOf(active, scope, root, 'TimeoutSeconds'),
    heartbeatSeconds: await secondsOf(active, scope, root, 'HeartbeatSeconds'),
    credentialsRoleArn: await credentialsOf(active, scope, root),
  };
}

async function secondsOf(active: ActiveState, scope: Scope, root: Json, field: string): Promise<number | undefined> {
  const { state } = active;
  const path = state.fields[`${field}Path`];
  const given = state.fields[field];
  let value: Json | undefined = given;
  if (!state.jsonata && typeof path === 'string') value = readPath(path, scope, root);
  else if (state.jsonata && given !== undefined) value = await evaluateJsonata(given, scope, field);
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value > 0)) return value;
  const name = typeof path === 'string' ? `${field}Path` : field;
  throw fieldFailure(active, name, `The ${name} field must be a positive integer but was: ${JSON.stringify(value)}`);
}

async function credentialsOf(active: ActiveState, scope: Scope, root: Json): Promise<string | undefined> {
  const { Credentials } = active.state.fields;
  if (Credentials === undefined) return undefined;
  const value = active.state.jsonata
    ? await evaluateJsonata(Credentials, scope, 'Credentials')
    : evaluateTemplate(Credentials, scope, root);
  const roleArn = isObject(value) ? value.RoleArn : undefined;
  return typeof roleArn === 'string' ? roleArn : undefined;
}
