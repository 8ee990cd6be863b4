import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { timeZone } from '../../../core/schedule/time-zone.ts';
import {
  groupParameter,
  type Input,
  isGiven,
  nameParameter,
  optionalInteger,
  optionalText,
  optionalTime,
  requiredObject,
  requiredText,
} from '../parameters.ts';
import { parseExpression } from '../schedule/expression.ts';
import type { Schedule, ScheduleSettings } from '../schedule/schedule.ts';
import { targetParameter } from './target-parameters.ts';

const WINDOW_MODE = 'flexibleTimeWindow.mode';

/**
 * Reads a CreateSchedule or UpdateSchedule request. Throws ValidationException, or UnsupportedOperation for what this
 * runtime does not have.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export const scheduleParameters = (kernel: Kernel, input: Input): ScheduleSettings => {
  const name = nameParameter(input);
  if (isGiven(input, 'KmsKeyArn')) throw unsupported('KmsKeyArn of a schedule');
  return {
    group: groupParameter(input),
    name,
    ...timingParameters(input),
    ...defined({
      description: optionalText(input, 'Description', { max: 512 }),
      windowMinutes: windowParameter(input),
    }),
    state: optionalText(input, 'State', { oneOf: ['ENABLED', 'DISABLED'] }) ?? 'ENABLED',
    actionAfterCompletion: optionalText(input, 'ActionAfterCompletion', { oneOf: ['NONE', 'DELETE'] }) ?? 'NONE',
    target: targetParameter(kernel, requiredObject(input, 'Target')),
  };
};

/** The members that say when a schedule occurs. Throws ValidationException. */
export const timingParameters = (input: Input): Pick<Schedule, 'expression' | 'timezone' | 'startMs' | 'endMs'> => {
  const expression = requiredText(input, 'ScheduleExpression', { min: 1, max: 256 });
  const timezone = optionalText(input, 'ScheduleExpressionTimezone', { min: 1, max: 50 }) ?? 'UTC';
  const zone = timeZone(timezone);
  if (!zone) throw validationError(`Invalid ScheduleExpressionTimezone ${timezone}.`);
  if (!parseExpression(expression, zone)) throw validationError(`Invalid Schedule Expression ${expression}.`);
  const startMs = optionalTime(input, 'StartDate');
  const endMs = optionalTime(input, 'EndDate');
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs)
    throw validationError('The EndDate must be later than the StartDate.');
  return { expression, timezone, ...defined({ startMs, endMs }) };
};

const windowParameter = (input: Input): number | undefined => {
  const window = requiredObject(input, 'FlexibleTimeWindow');
  const mode = requiredText(window, 'Mode', { oneOf: ['OFF', 'FLEXIBLE'] }, WINDOW_MODE);
  const minutes = optionalInteger(window, 'MaximumWindowInMinutes', { min: 1, max: 1440 });
  if (mode === 'FLEXIBLE' && minutes === undefined)
    throw validationError('MaximumWindowInMinutes is required for a flexible time window with the mode FLEXIBLE.');
  if (mode === 'OFF' && minutes !== undefined)
    throw validationError('MaximumWindowInMinutes is not allowed for a flexible time window with the mode OFF.');
  return minutes;
};
