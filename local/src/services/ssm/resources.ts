import { validationError } from '../../core/aws/aws-error.ts';
import { earlyProblem } from '../../core/cloudformation/early-problem.ts';
import { defined, object, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { canonicalJson, type ValueObject } from '../../core/cloudformation/value.ts';
import { dataTypeIn } from './actions/put-parameter.ts';
import { arnOfParameter, checkName } from './names.ts';
import * as ssm from './operations.ts';

/** The type SecureString does not exist in templates. */
const TYPES = ['String', 'StringList'];

/** A generated name begins with `CFN-`, as on AWS, so that it never has a prefix that is refused. */
const nameOf = ({ name, logicalId, properties }: ResourceContext): string =>
  text(properties.Name) ?? `CFN-${logicalId}-${name.slice(name.lastIndexOf('-') + 1)}`;

const physical = (context: ResourceContext): Physical => {
  const { home, properties } = context;
  const name = nameOf(context);
  return {
    ref: name,
    attributes: {
      Arn: arnOfParameter(home, name),
      Type: text(properties.Type) ?? '',
      Value: text(properties.Value) ?? '',
    },
  };
};

const inputOf = (context: ResourceContext) => {
  const { Type, Value, Description, AllowedPattern, Tier, DataType } = context.properties;
  return defined({
    Name: nameOf(context),
    Type: text(Type),
    Value: text(Value),
    Description: text(Description),
    AllowedPattern: text(AllowedPattern),
    Tier: text(Tier),
    DataType: text(DataType),
  });
};

/** An empty text removes what the request would keep otherwise. */
const REMOVED = { Description: '', AllowedPattern: '' };

const overwrite = (context: ResourceContext): Promise<unknown> =>
  context.call(ssm.putParameter, { ...REMOVED, ...inputOf(context), Overwrite: true });

const tagsOf = ({ Tags }: ValueObject): readonly { readonly Key: string; readonly Value: string }[] =>
  Object.entries(object(Tags)).map(([Key, value]) => ({ Key, Value: text(value) ?? '' }));

const changeTags = async ({ call, properties }: ResourceContext, ref: string, previous: ValueObject): Promise<void> => {
  const resource = { ResourceType: 'Parameter', ResourceId: ref } as const;
  const tags = tagsOf(properties);
  const kept = new Set(tags.map(({ Key }) => Key));
  const removed = tagsOf(previous).flatMap(({ Key }) => (kept.has(Key) ? [] : [Key]));
  if (removed.length > 0) await call(ssm.removeTagsFromResource, { ...resource, TagKeys: removed });
  if (tags.length > 0) await call(ssm.addTagsToResource, { ...resource, Tags: tags });
};

const withoutTags = ({ Tags, ...properties }: ValueObject): string => canonicalJson(properties);

export const SSM_TYPES: ResourceTypes = {
  'AWS::SSM::Parameter': {
    kind: 'runs',
    properties: {
      Name: true,
      Type: true,
      Value: true,
      Description: true,
      AllowedPattern: true,
      DataType: true,
      Tier: true,
      Tags: true,
    },
    attributes: ['Arn', 'Type', 'Value'],
    nameProperty: 'Name',
    maxNameLength: 1_011,
    replacedBy: ['Name'],
    problem: (properties, home) =>
      earlyProblem({
        Name: ({ Name }) => {
          if (typeof Name === 'string') checkName(Name, home);
        },
        Type: ({ Type }) => {
          if (typeof Type !== 'string' || !TYPES.includes(Type))
            throw validationError(
              `${text(Type)} is not a type of parameters in templates; allowed: ${TYPES.join(', ')}`,
            );
        },
        Value: ({ Value }) => {
          if (Value === undefined) throw validationError('this property is required');
        },
        DataType: (given) => void dataTypeIn(given),
      })(properties),
    create: async (context) => {
      const Tags = tagsOf(context.properties);
      await context.create(ssm.putParameter, { ...inputOf(context), Tags }, async () => {
        await overwrite(context);
        await changeTags(context, nameOf(context), {});
      });
      return physical(context);
    },
    update: async (context, { ref }, previous) => {
      if (withoutTags(context.properties) !== withoutTags(previous)) await overwrite(context);
      await changeTags(context, ref, previous);
      return physical(context);
    },
    delete: async (context) => {
      await context.call(ssm.deleteParameter, { Name: nameOf(context) });
    },
  },
};
