import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { DEFAULT_BUS, resourceOf } from '../names.ts';
import { type Input, objectList, requiredText, textList } from '../parameters.ts';
import type { Tag } from '../store/tag-store.ts';

/** Reads the member `Tags` of a request. */
export const tagsParameter = (input: Input): readonly Tag[] =>
  objectList(input, 'Tags').map((tag) => ({
    Key: requiredText(tag, 'Key', { max: 128 }, 'tags.1.member.key'),
    Value: requiredText(tag, 'Value', { min: 0, max: 256 }, 'tags.1.member.value'),
  }));

/** The actions on the tags of event buses and rules. */
export const tagActions = ({ kernel, buses, rules, tags }: EventBridgeContext): { readonly [name: string]: Action } => {
  /** The ARN of an existing bus or rule, from the request. Throws ResourceNotFoundException for any other ARN. */
  const taggable = (input: Input): string => {
    const arn = requiredText(input, 'ResourceARN', { max: 1600 });
    const bus = resourceOf(arn, 'event-bus');
    const rule = resourceOf(arn, 'rule');
    if (bus !== undefined) buses.get(bus);
    else if (rule !== undefined) {
      const slash = rule.lastIndexOf('/');
      rules.get(slash < 0 ? DEFAULT_BUS : rule.slice(0, slash), rule.slice(slash + 1));
    } else throw notFound(`Resource ${arn} does not exist.`);
    return arn;
  };

  const TagResource: Action = async (input) => {
    const arn = taggable(input);
    const added = tagsParameter(input);
    await kernel.store.write(() => tags.put(arn, added));
    return {};
  };

  const UntagResource: Action = async (input) => {
    const arn = taggable(input);
    const keys = textList(input, 'TagKeys', { required: true });
    await kernel.store.write(() => tags.remove(arn, keys));
    return {};
  };

  return { TagResource, UntagResource, ListTagsForResource: (input) => ({ Tags: tags.list(taggable(input)) }) };
};
