import type { MakeAction } from '../step-functions-context.ts';
import { requireTaggable } from '../tagging.ts';

export const listTagsForResource: MakeAction =
  ({ tables }) =>
  (input) => ({
    tags: tables.tags.of(requireTaggable(tables, input)),
  });
