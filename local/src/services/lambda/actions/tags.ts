import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { constraint } from '../errors.ts';
import { type Input, optionalMap, optionalTextList, requiredText } from '../parameters.ts';

type Tags = { readonly [key: string]: string };

const MAPPING_ARN = /:event-source-mapping:([^:]+)$/;

/** The actions for tags of functions and event source mappings; a request identifies the resource by its ARN. */
export const tagActions = (context: LambdaContext): Record<string, Action> => ({
  TagResource: async (input) => {
    const tags = optionalMap(input, 'Tags');
    if (!tags) throw constraint('tags', undefined, 'Member must not be null');
    await change(context, input, (current) => ({ ...current, ...tags }));
    return {};
  },
  UntagResource: async (input) => {
    const keys = new Set(optionalTextList(input, 'TagKeys') ?? []);
    await change(context, input, (current) =>
      Object.fromEntries(Object.entries(current).filter(([key]) => !keys.has(key))),
    );
    return {};
  },
  ListTags: (input) => ({ Tags: find(context, input).tags }),
});

const find = (context: LambdaContext, input: Input) => {
  const arn = requiredText(input, 'Resource');
  const uuid = MAPPING_ARN.exec(arn)?.[1];
  return uuid === undefined ? context.functions.resolve(arn).function : context.mappings.get(uuid);
};

const change = async (context: LambdaContext, input: Input, next: (tags: Tags) => Tags): Promise<void> => {
  const tagged = find(context, input);
  if ('uuid' in tagged) await context.mappings.retag(tagged.uuid, next(tagged.tags));
  else await context.functions.update(tagged.name, (current) => ({ ...current, tags: next(current.tags) }));
};
