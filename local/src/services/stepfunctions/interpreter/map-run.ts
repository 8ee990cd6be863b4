import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../language/json.ts';
import type { Child } from './branch.ts';
import type { Failure } from './failure.ts';
import type { FailedSlot, Frame, MapRun } from './frame.ts';
import { newFrame } from './frame.ts';
import type { MapRunLimits } from './map-run-record.ts';
import { errorDetails } from './task-events.ts';
import type { ActiveState, Walk } from './walk.ts';
import { MAX_HISTORY_EVENTS, record } from './walk.ts';

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

interface MapRunSize {
  readonly items: number;
  readonly executions: number;
}

/** Starts a Map Run: writes MapRunStarted. */
export function startMapRun(
  active: ActiveState,
  given: MapRunLimits,
  { items, executions }: MapRunSize,
): { readonly mapRun: MapRun; readonly last: number } {
  const { walk, branch, state, frame } = active;
  const { stateMachine, execution } = walk;
  const label =
    typeof state.fields.Label === 'string' ? state.fields.Label : uuidOf(`${stateMachine.arn} ${state.name}`);
  const id = uuidOf(`${execution.arn} ${walk.newId('mapRun', branch.address)}`);
  const arn = `${arnPrefix(walk)}:mapRun:${stateMachine.name}/${label}:${id}`;
  const last = record(active, 'MapRunStarted', frame.last, 'mapRunStartedEventDetails', { mapRunArn: arn });
  walk.note({
    kind: 'mapRunStarted',
    mapRunArn: arn,
    executionArn: branch.child === undefined ? execution.arn : identityOf(walk, branch.child).arn,
    stateMachineArn: stateMachine.arn,
    items,
    executions,
    ...given,
  });
  return { mapRun: { arn, redriveCount: 0, given, items }, last };
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
  active.walk.note({ kind: 'mapRunEnded', mapRunArn: group.mapRun.arn, status: 'FAILED' });
  const last = record(active, 'MapRunFailed', free.last, 'mapRunFailedEventDetails', errorDetails(failure));
  return failure.error === TOLERANCE_EXCEEDED.error ? { ...active.frame, last } : { ...free, last };
}

/** Writes MapRunRedriven for a Map Run that continues after a redrive. */
export function withMapRunRedriven(active: ActiveState): Frame {
  const { frame } = active;
  if (frame.group?.mapRun === undefined) return frame;
  const { mapRun } = frame.group;
  const { arn } = mapRun;
  const redriveCount = mapRun.redriveCount + 1;
  active.walk.note({ kind: 'mapRunRedriven', mapRunArn: arn, redriveCount });
  const details = { mapRunArn: arn, redriveCount };
  const last = record(active, 'MapRunRedriven', frame.last, 'mapRunRedrivenEventDetails', details);
  return { ...frame, last, group: { ...frame.group, mapRun: { ...mapRun, redriveCount } } };
}

/**
 * The frame of an unsuccessful child after a redrive: a Standard child continues at its failed state, an Express child
 * starts again.
 */
export function redrivenChild(active: ActiveState, frame: Frame, index: number): Frame {
  const { walk, state } = active;
  const mapRunArn = active.frame.group?.mapRun?.arn;
  const { child, enteredId } = frame;
  const { nowMs } = walk.surroundings;
  if (child === undefined || mapRunArn === undefined) return frame;
  const redriveCount = child.redriveCount ?? 0;
  const startAt = state.branches[0]?.startAt;
  if (enteredId === 0 || (state.childType === 'EXPRESS' && startAt !== undefined)) {
    walk.note({ kind: 'childRedriven', mapRunArn, index, redriveCount });
    return enteredId === 0 || startAt === undefined ? frame : newChild(startAt, child.input, nowMs);
  }
  walk.note({ kind: 'childRedriven', mapRunArn, index, redriveCount: redriveCount + 1 });
  return { ...frame, child: { ...child, redriveCount: redriveCount + 1, redriveMs: nowMs } };
}

/** Whether a redrive can continue the child execution: its history has room for further events. */
export const isRedrivable = ({ last }: Frame): boolean => last < MAX_HISTORY_EVENTS - 1;

/** Records the start of the child at `index`. */
export function noteStarted(active: ActiveState, index: number, input: Json, items: number): void {
  const { walk, state, frame } = active;
  const mapRunArn = frame.group?.mapRun?.arn;
  if (mapRunArn === undefined) return;
  const type = state.childType ?? 'STANDARD';
  const identity = identityOf(walk, { mapRunArn, index, type });
  walk.note({ kind: 'childStarted', mapRunArn, index, type, ...identity, input: walk.text(input), items });
}

/** Records the end of the child at `index`. */
export function noteEnded({ walk, frame }: ActiveState, index: number, end: ChildEnd): void {
  const mapRunArn = frame.group?.mapRun?.arn;
  if (mapRunArn === undefined) return;
  const status = end.kind === 'fails' ? 'FAILED' : 'SUCCEEDED';
  const result = end.kind === 'fails' ? errorDetails(end.failure) : { output: walk.text(end.output) };
  walk.note({ kind: 'childEnded', mapRunArn, index, status, ...result, isRedrivable: isRedrivable(end.frame) });
}

type ChildEnd =
  | { readonly kind: 'leaves'; readonly frame: Frame; readonly output: Json }
  | { readonly kind: 'fails'; readonly frame: Frame; readonly failure: Failure };

/** The entry in a Map's result for a child with a tolerated failure. */
export const failedResult = ({ error, cause }: FailedSlot): JsonObject => ({
  Status: 'FAILED',
  ...(error === undefined ? {} : { Error: error }),
  ...(cause === undefined ? {} : { Cause: cause }),
});

/** The names of a child execution; an Express child's ARN contains an id. */
function identityOf(walk: Walk, { mapRunArn, index, type }: Pick<Child, 'mapRunArn' | 'index' | 'type'>) {
  const stateMachineName = mapRunArn.slice(
    mapRunArn.indexOf(':mapRun:') + ':mapRun:'.length,
    mapRunArn.lastIndexOf(':'),
  );
  const name = uuidOf(`${mapRunArn} ${index}`);
  const arn = `${arnPrefix(walk)}:${EXECUTION_KINDS[type]}:${stateMachineName}:${name}`;
  return {
    name,
    arn: type === 'EXPRESS' ? `${arn}:${uuidOf(arn)}` : arn,
    stateMachineArn: `${arnPrefix(walk)}:stateMachine:${stateMachineName}`,
  };
}

/** `$$.Execution` and `$$.StateMachine` of a child execution. */
export function childContext(walk: Walk, child: Child): JsonObject {
  const { type, facts } = child;
  const { name, arn, stateMachineArn } = identityOf(walk, child);
  return {
    Execution: {
      Id: arn,
      Input: facts.input,
      StartTime: isoTime(facts.startMs),
      Name: name,
      RoleArn: walk.execution.roleArn,
      ...(type === 'STANDARD' ? { RedriveCount: facts.redriveCount ?? 0 } : {}),
      ...(facts.redriveMs === undefined ? {} : { RedriveTime: isoTime(facts.redriveMs) }),
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1) },
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
