import { validationError } from '../../../core/aws/aws-error.ts';
import { constraintMessage, textOfAny } from '../../../core/parameters/constraint.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { requireTaggable } from '../tagging.ts';

export const untagResource: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const keys = input.tagKeys;
    if (!Array.isArray(keys)) throw validationError(constraintMessage('tagKeys', undefined, 'Member must not be null'));
    await kernel.store.write(() => tables.tags.remove(requireTaggable(tables, input), keys.map(textOfAny)));
    return {};
  };
