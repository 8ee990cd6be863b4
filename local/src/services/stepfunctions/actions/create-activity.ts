import { activityArnOf } from '../arns.ts';
import { requiredName } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { readTags } from '../tagging.ts';

/** CreateActivity. If an activity with the same parameters exists, returns it. */
export const createActivity: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const name = requiredName(input);
    const tags = readTags(input.tags ?? []);
    const arn = activityArnOf(kernel.home, name);
    const nowMs = kernel.clock.now();
    return kernel.store.write(() => {
      const known = tables.activities.byArn(arn);
      if (!known) {
        tables.activities.insert({ arn, name, createdMs: nowMs });
        tables.tags.put(arn, tags);
      }
      return { activityArn: arn, creationDate: new Date(known?.createdMs ?? nowMs) };
    });
  };
