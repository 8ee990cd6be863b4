import type { Home } from '../../../core/aws/arn.ts';
import { type Invocation, isoSeconds } from './invocation.ts';

const ATTRIBUTE = /<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>/g;

/**
 * Replaces the context attributes of an input. The first attempt has number 1.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const withAttributes = (input: string, invocation: Invocation, attempt: number): string => {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': invocation.scheduleArn,
    'scheduled-time': isoSeconds(invocation.scheduledMs),
    'execution-id': invocation.executionId,
    'attempt-number': String(attempt),
  };
  return input.replace(ATTRIBUTE, (found, name: string) => values[name] ?? found);
};

/** The notification that a templated target without an Input receives. */
export const defaultNotification = (
  { accountId, region }: Home,
  { executionId, scheduleArn, scheduledMs }: Invocation,
): string =>
  JSON.stringify({
    version: '0',
    id: executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time: isoSeconds(scheduledMs),
    region,
    resources: [scheduleArn],
    detail: '{}',
  });
