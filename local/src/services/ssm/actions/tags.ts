import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { invalidResourceId, tooManyTags } from '../errors.ts';
import { findLatest } from '../find.ts';
import type { Tag } from '../parameter.ts';
import { type Input, objectList, requiredText, textList } from '../request.ts';

const MAX_TAGS = 50;
const RESOURCE_TYPES = [
  'Document',
  'ManagedInstance',
  'MaintenanceWindow',
  'Parameter',
  'PatchBaseline',
  'OpsItem',
  'OpsMetadata',
  'Automation',
  'Association',
];

/** The member `Tags`; none if it is absent. Throws TooManyTagsError for more than 50. */
export const tagsIn = (input: Input, rule: { readonly required?: boolean } = {}): readonly Tag[] => {
  const tags = objectList(input, 'Tags', rule).map((tag) => ({
    Key: requiredText(tag, 'Key', { min: 1, max: 128 }, 'tags.1.member.key'),
    Value: requiredText(tag, 'Value', { min: 0, max: 256 }, 'tags.1.member.value'),
  }));
  if (new Set(tags.map(({ Key }) => Key)).size > MAX_TAGS) throw tooManyTags();
  return tags;
};

/** The actions on tags. Only parameters have tags here. */
export const tagActions = (context: SsmContext): { readonly [name: string]: Action } => {
  const { kernel, table } = context;

  const AddTagsToResource: Action = async (input) => {
    const added = tagsIn(input, { required: true });
    await kernel.store.write(() => {
      const name = parameterIn(context, input);
      table.putTags(name, added);
      if (table.tags(name).length > MAX_TAGS) throw tooManyTags();
    });
    return {};
  };

  const RemoveTagsFromResource: Action = async (input) => {
    const keys = textList(input, 'TagKeys', { required: true });
    await kernel.store.write(() => table.removeTags(parameterIn(context, input), keys));
    return {};
  };

  return {
    AddTagsToResource,
    RemoveTagsFromResource,
    ListTagsForResource: (input) => ({ TagList: table.tags(parameterIn(context, input)) }),
  };
};

/** The name of the parameter that the request names. Throws InvalidResourceId if it does not exist. */
const parameterIn = (context: SsmContext, input: Input): string => {
  const type = requiredText(input, 'ResourceType', { oneOf: RESOURCE_TYPES });
  if (type !== 'Parameter') throw unsupported(`A tag of a resource of the type ${type}`);
  const id = requiredText(input, 'ResourceId');
  try {
    return findLatest(context, id).name;
  } catch (error) {
    if (error instanceof AwsError) throw invalidResourceId();
    throw error;
  }
};
