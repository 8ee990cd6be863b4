import type { Json } from '../../language/json.ts';
import { readPath } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, passOn, scopeOf } from '../data-flow.ts';
import { fieldFailure } from '../state-failure.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import type { ActiveState } from '../walk.ts';

/** The longest delay AWS accepts, in seconds: a little over 68 years. */
const MAX_DELAY_SECONDS = 2_147_483_647;

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Wait: waits until a time, or for a number of seconds from now. */
export async function beginWait(active: ActiveState): Promise<StateOutcome> {
  const { walk, branch, frame } = active;
  const { nowMs } = walk.surroundings;
  const dueMs = await dueTime(active, nowMs);
  if (dueMs - nowMs > MAX_DELAY_SECONDS * 1000)
    throw new StatesError('States.Runtime', 'Wait state delay is too long.');
  if (dueMs <= nowMs) return endWait(active);
  const timerId = walk.newId('wait', branch.address);
  walk.setTimer(timerId, dueMs);
  return { kind: 'waits', frame: { ...frame, waiting: { for: 'timer', timerId } } };
}

export const endWait = async (active: ActiveState): Promise<StateOutcome> =>
  leave(active, await passOn(active), active.state.next);

async function dueTime(active: ActiveState, nowMs: number): Promise<number> {
  const { state } = active;
  const { fields } = state;
  const scope = scopeOf(active);
  if (!state.jsonata && typeof fields.SecondsPath === 'string') {
    return (
      nowMs +
      1000 *
        secondsAtPath(active, fields.SecondsPath, readPath(fields.SecondsPath, scope, effectiveInput(active, scope)))
    );
  }
  if (!state.jsonata && typeof fields.TimestampPath === 'string') {
    return instantAtPath(
      active,
      fields.TimestampPath,
      readPath(fields.TimestampPath, scope, effectiveInput(active, scope)),
    );
  }
  const field = fields.Seconds === undefined ? 'Timestamp' : 'Seconds';
  const given = fields[field] ?? null;
  const value = state.jsonata ? await evaluateJsonata(given, scope, field) : given;
  return field === 'Seconds' ? nowMs + 1000 * plainSeconds(active, value) : plainInstant(active, value);
}

function secondsAtPath(active: ActiveState, path: string, value: Json): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const problem =
    typeof value === 'number' && value < 0
      ? `The SecondsPath parameter references a negative value: ${path} == ${value}`
      : `The SecondsPath parameter does not reference an integer value: ${path} == ${shown(value)}`;
  throw fieldFailure(active, 'SecondsPath', problem);
}

function instantAtPath(active: ActiveState, path: string, value: Json): number {
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  const problem = `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown(value)}`;
  throw fieldFailure(active, 'TimestampPath', problem);
}

function plainSeconds(active: ActiveState, value: Json): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const problem =
    typeof value === 'number' && value < 0
      ? `The Seconds field must be a non-negative integer but was: ${value}`
      : `The Seconds field must be an integer but was: ${JSON.stringify(value)}`;
  throw fieldFailure(active, 'Seconds', problem);
}

function plainInstant(active: ActiveState, value: Json): number {
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  const problem = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${shown(value)}`;
  throw fieldFailure(active, 'Timestamp', problem);
}

function parseInstant(value: Json): number | undefined {
  if (typeof value !== 'string' || !ISO_INSTANT.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) || !isCalendarDay(value.slice(0, 10)) ? undefined : instant;
}

/**
 * Whether the calendar has this day. Needed because Date.parse accepts the 30th of February and returns the 2nd of
 * March.
 */
function isCalendarDay(day: string): boolean {
  const atNoon = Date.parse(`${day}T12:00:00Z`);
  return !Number.isNaN(atNoon) && new Date(atNoon).toISOString().startsWith(day);
}

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
