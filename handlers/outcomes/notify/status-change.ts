import { type Ending, FINAL_STATUSES } from '../../shared/notification/ending.ts';

/**
 * Reads the detail of a status-change event.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 * @throws TypeError for any other detail. This is a fault of the rule, which must match only these events.
 */
export function parseStatusChange(detail: unknown): Ending {
  if (typeof detail !== 'object' || detail === null) throw new TypeError('A status change must be an object.');
  const { executionArn, status, stopDate, input, output, error, cause, redriveCount } = detail as Record<
    string,
    unknown
  >;
  const finalStatus = FINAL_STATUSES.find((name) => name === status);
  if (typeof executionArn !== 'string' || finalStatus === undefined || typeof stopDate !== 'number') {
    throw new TypeError('A status change must have executionArn, a final status and stopDate.');
  }
  return {
    executionArn,
    status: finalStatus,
    stoppedAt: new Date(stopDate),
    input: typeof input === 'string' ? input : '',
    ...(typeof output === 'string' ? { output } : {}),
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
    ...(typeof redriveCount === 'number' && redriveCount > 0 ? { redriveCount } : {}),
  };
}
