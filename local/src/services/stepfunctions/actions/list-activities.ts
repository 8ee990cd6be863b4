import { page, pagePosition, pageSize } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const listActivities: MakeAction =
  ({ tables }) =>
  (input) => {
    const limit = pageSize(input);
    const { items, next } = page(
      tables.activities.list(pagePosition(input) ?? '', limit + 1),
      limit,
      ({ name }) => name,
    );
    const activities = items.map(({ arn, name, createdMs }) => ({
      activityArn: arn,
      name,
      creationDate: new Date(createdMs),
    }));
    return { activities, ...next };
  };
