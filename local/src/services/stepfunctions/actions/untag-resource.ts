import { validationError } from '../../../core/aws/aws-error.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { requireTaggable } from '../tagging.ts';

/** UntagResource. */
export const untagResource: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const keys = input.tagKeys;
    if (!Array.isArray(keys))
      throw validationError(
        "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
      );
    await kernel.store.write(() => tables.tags.remove(requireTaggable(tables, input), keys.map(String)));
    return {};
  };
