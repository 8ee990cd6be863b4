import { requireActivity } from '../activity-lookup.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const describeActivity: MakeAction =
  ({ tables }) =>
  (input) => {
    const { arn, name, createdMs } = requireActivity(tables, input);
    return {
      activityArn: arn,
      name,
      creationDate: new Date(createdMs),
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    };
  };
