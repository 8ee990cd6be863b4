import { readActivityArn } from './arns.ts';
import { activityDoesNotExist } from './errors.ts';
import { type Input, MAX_ARN_LENGTH, requiredText } from './parameters.ts';
import type { ActivityRow } from './store/activities.ts';
import type { Tables } from './store/tables.ts';

/** The activity with ARN `activityArn`. Throws InvalidArn, ActivityDoesNotExist. */
export const requireActivity = ({ activities }: Tables, input: Input): ActivityRow => {
  const arn = readActivityArn(requiredText(input, 'activityArn', { max: MAX_ARN_LENGTH }));
  const activity = activities.byArn(arn);
  if (!activity) throw activityDoesNotExist(arn);
  return activity;
};
