import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../language/json.ts';
import type { Child } from './branch.ts';
import type { Failure } from './failure.ts';
import type { FailedSlot, Frame, MapRun } from './frame.ts';
import { newFrame } from './frame.ts';
import { errorDetails } from './task-events.ts';
import type { ActiveState, Walk } from './walk.ts';
import { record } from './walk.ts';

/**
 * Map Runs are the executions of a Map in distributed mode; see "Using Map state in Distributed mode". Its iterations
 * are child executions: frames like those of an inline Map, but each with its own history, variables and context
 * object.
 */

/** The failure of a Map Run in which more items failed than tolerated. It replaces the errors of the items. */
export const TOLERANCE_EXCEEDED: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** The id of a child's ExecutionStarted event. */
const CHILD_STARTED = 1;

/** Starts a Map Run: writes MapRunStarted. */
export function startMapRun(active: ActiveState): { readonly mapRun: MapRun; readonly last: number } {
  const { walk, branch, state, frame } = active;
  const { stateMachine, execution } = walk;
  const label =
    typeof state.fields.Label === 'string' ? state.fields.Label : uuidOf(`${stateMachine.arn} ${state.name}`);
  const id = uuidOf(`${execution.arn} ${walk.newId('mapRun', branch.address)}`);
  const arn = `${arnPrefix(walk)}:mapRun:${stateMachine.name}/${label}:${id}`;
  const last = record(active, 'MapRunStarted', frame.last, 'mapRunStartedEventDetails', { mapRunArn: arn });
  return { mapRun: { arn, redriveCount: 0 }, last };
}

/** The frame of a child execution that starts now. */
export function newChild(startAt: string, input: Json, startMs: number): Frame {
  return { ...newFrame(startAt, input, CHILD_STARTED), child: { input, startMs } };
}

/**
 * Writes MapRunFailed for a Map state that fails. If the reason is not the number of failed children, a redrive starts
 * a new Map Run. See "Redriving Map Runs".
 */
export function withMapRunFailed(active: ActiveState, failure: Failure): Frame {
  const { group, ...free } = active.frame;
  if (group?.mapRun === undefined) return active.frame;
  const last = record(active, 'MapRunFailed', free.last, 'mapRunFailedEventDetails', errorDetails(failure));
  return failure.error === TOLERANCE_EXCEEDED.error ? { ...active.frame, last } : { ...free, last };
}

/** Writes MapRunRedriven for a Map Run that continues after a redrive. */
export function withMapRunRedriven(active: ActiveState): Frame {
  const { frame } = active;
  if (frame.group?.mapRun === undefined) return frame;
  const { arn } = frame.group.mapRun;
  const redriveCount = frame.group.mapRun.redriveCount + 1;
  const details = { mapRunArn: arn, redriveCount };
  const last = record(active, 'MapRunRedriven', frame.last, 'mapRunRedrivenEventDetails', details);
  return { ...frame, last, group: { ...frame.group, mapRun: { arn, redriveCount } } };
}

/**
 * The frame of an unsuccessful child after a redrive: a Standard child continues at its failed state, an Express child
 * starts again.
 */
export function redrivenChild({ walk, state }: ActiveState, frame: Frame): Frame {
  const { child, enteredId } = frame;
  const { nowMs } = walk.surroundings;
  if (child === undefined || enteredId === 0) return frame;
  const startAt = state.branches[0]?.startAt;
  if (state.childType === 'EXPRESS' && startAt !== undefined) return newChild(startAt, child.input, nowMs);
  return { ...frame, child: { ...child, redriveCount: (child.redriveCount ?? 0) + 1, redriveMs: nowMs } };
}

/** The entry in a Map's result for a child with a tolerated failure. */
export const failedResult = ({ error, cause }: FailedSlot): JsonObject => ({
  Status: 'FAILED',
  ...(error === undefined ? {} : { Error: error }),
  ...(cause === undefined ? {} : { Cause: cause }),
});

/** `$$.Execution` and `$$.StateMachine` of a child execution. */
export function childContext(walk: Walk, { mapRunArn, index, type, facts }: Child): JsonObject {
  const stateMachineName = mapRunArn.slice(
    mapRunArn.indexOf(':mapRun:') + ':mapRun:'.length,
    mapRunArn.lastIndexOf(':'),
  );
  const name = uuidOf(`${mapRunArn} ${index}`);
  const arn = `${arnPrefix(walk)}:${EXECUTION_KINDS[type]}:${stateMachineName}:${name}`;
  return {
    Execution: {
      Id: type === 'EXPRESS' ? `${arn}:${uuidOf(arn)}` : arn,
      Input: facts.input,
      StartTime: isoTime(facts.startMs),
      Name: name,
      RoleArn: walk.execution.roleArn,
      ...(type === 'STANDARD' ? { RedriveCount: facts.redriveCount ?? 0 } : {}),
      ...(facts.redriveMs === undefined ? {} : { RedriveTime: isoTime(facts.redriveMs) }),
    },
    StateMachine: { Id: `${arnPrefix(walk)}:stateMachine:${stateMachineName}`, Name: stateMachineName },
  };
}

const EXECUTION_KINDS = { STANDARD: 'execution', EXPRESS: 'express' } as const;

const arnPrefix = ({ stateMachine }: Walk): string => stateMachine.arn.split(':').slice(0, 5).join(':');

/** A name-based UUID (RFC 9562, version 3): the same text always gives the same UUID, so it need not be stored. */
function uuidOf(text: string): string {
  const bytes = createHash('md5').update(text).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x30, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
