import type { Action } from '../../../core/service.ts';
import type { PipesContext } from '../context.ts';
import { pipeNotFound } from '../errors.ts';
import { pipeOfArn } from '../names.ts';
import { type Input, optionalMap, requiredText, textList } from '../parameters.ts';
import type { Pipe } from '../pipe.ts';

/** The actions on the tags of pipes. The API writes their member names in camel case. */
export const tagActions = ({ kernel, pipes }: PipesContext): { readonly [name: string]: Action } => {
  /** The pipe in the request. Throws NotFoundException. */
  const tagged = (input: Input): Pipe => {
    const arn = requiredText(input, 'resourceArn', { min: 1, max: 1600 });
    const name = pipeOfArn(arn);
    if (name === undefined) throw pipeNotFound(arn);
    return pipes.get(name);
  };

  const TagResource: Action = async (input) => {
    const tags = optionalMap(input, 'tags') ?? {};
    await kernel.store.write(() => {
      const pipe = tagged(input);
      pipes.put({ ...pipe, tags: { ...pipe.tags, ...tags } });
    });
    return {};
  };

  const UntagResource: Action = async (input) => {
    const keys = textList(input, 'tagKeys', { required: true });
    await kernel.store.write(() => {
      const pipe = tagged(input);
      const kept = Object.entries(pipe.tags).filter(([key]) => !keys.includes(key));
      pipes.put({ ...pipe, tags: Object.fromEntries(kept) });
    });
    return {};
  };

  return { TagResource, UntagResource, ListTagsForResource: (input) => ({ tags: tagged(input).tags }) };
};
