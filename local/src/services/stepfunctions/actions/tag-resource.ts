import type { MakeAction } from '../step-functions-context.ts';
import { checkTagCount, readTags, requireTaggable } from '../tagging.ts';

export const tagResource: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const tags = readTags(input.tags);
    await kernel.store.write(() => {
      const arn = requireTaggable(tables, input);
      tables.tags.put(arn, tags);
      checkTagCount(tables, arn);
    });
    return {};
  };
