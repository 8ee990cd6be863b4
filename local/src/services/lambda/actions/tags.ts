import type { Action } from '../../../core/service.ts';
import { constraint } from '../errors.ts';
import { type Input, optionalMap, optionalTextList, requiredText } from '../parameters.ts';
import type { Parts } from '../parts.ts';

type Tags = { readonly [key: string]: string };

const MAPPING_ARN = /:event-source-mapping:([^:]+)$/;

/** Tags of functions and event source mappings, named by their ARNs. */
export const tagActions = (parts: Parts): Record<string, Action> => ({
  TagResource: async (input) => {
    const tags = optionalMap(input, 'Tags');
    if (!tags) throw constraint('tags', undefined, 'Member must not be null');
    await change(parts, input, (current) => ({ ...current, ...tags }));
    return {};
  },
  UntagResource: async (input) => {
    const keys = new Set(optionalTextList(input, 'TagKeys') ?? []);
    await change(parts, input, (current) =>
      Object.fromEntries(Object.entries(current).filter(([key]) => !keys.has(key))),
    );
    return {};
  },
  ListTags: (input) => ({ Tags: find(parts, input).tags }),
});

const find = (parts: Parts, input: Input) => {
  const arn = requiredText(input, 'Resource');
  const uuid = MAPPING_ARN.exec(arn)?.[1];
  return uuid === undefined ? parts.functions.resolve(arn).function : parts.mappings.get(uuid);
};

const change = async (parts: Parts, input: Input, next: (tags: Tags) => Tags): Promise<void> => {
  const tagged = find(parts, input);
  if ('uuid' in tagged) await parts.mappings.retag(tagged.uuid, next(tagged.tags));
  else await parts.functions.update(tagged.name, (current) => ({ ...current, tags: next(current.tags) }));
};
