import type { Action } from '../../../core/service.ts';
import type { SchedulerContext } from '../context.ts';
import { resourceNotFound } from '../errors.ts';
import { groupOfArn } from '../names.ts';
import { type Input, objectList, requiredText, textList } from '../parameters.ts';
import type { Tag } from '../store/group-store.ts';

/** Reads the member `Tags` of a request. */
export const tagsParameter = (input: Input, rule: { readonly required?: boolean } = {}): readonly Tag[] =>
  objectList(input, 'Tags', rule).map((tag) => ({
    Key: requiredText(tag, 'Key', { min: 1, max: 128 }, 'tags.1.member.key'),
    Value: requiredText(tag, 'Value', { min: 1, max: 256 }, 'tags.1.member.value'),
  }));

/** The actions on tags. Only schedule groups have tags. */
export const tagActions = ({ kernel, groups }: SchedulerContext): { readonly [name: string]: Action } => {
  /** The ARN of an existing group, from the request. Throws ResourceNotFoundException for any other ARN. */
  const taggable = (input: Input): string => {
    const arn = requiredText(input, 'ResourceArn', { min: 1, max: 1011 });
    const group = groupOfArn(arn);
    if (group === undefined) throw resourceNotFound(arn);
    groups.get(group);
    return arn;
  };

  const TagResource: Action = async (input) => {
    const arn = taggable(input);
    const added = tagsParameter(input, { required: true });
    await kernel.store.write(() => groups.putTags(arn, added));
    return {};
  };

  const UntagResource: Action = async (input) => {
    const arn = taggable(input);
    const keys = textList(input, 'TagKeys', { required: true });
    await kernel.store.write(() => groups.removeTags(arn, keys));
    return {};
  };

  return { TagResource, UntagResource, ListTagsForResource: (input) => ({ Tags: groups.tags(taggable(input)) }) };
};
