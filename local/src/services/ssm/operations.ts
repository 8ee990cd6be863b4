import { operation } from '../../core/operation.ts';

type PutParameterInput = {
  readonly Name: string;
  readonly Value?: string;
  readonly Type?: string;
  readonly Description?: string;
  readonly AllowedPattern?: string;
  readonly DataType?: string;
  readonly Tier?: string;
  readonly Overwrite?: boolean;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
};

export const putParameter = operation<PutParameterInput>('ssm', 'PutParameter');

export const deleteParameter = operation<{ readonly Name: string }>('ssm', 'DeleteParameter');

interface ReadParameter {
  readonly Name: string;
  readonly Type: string;
  readonly Value: string;
  /** `:3`, if the request has asked for a version. */
  readonly Selector?: string;
}

type GetParametersInput = {
  readonly Names: readonly string[];
  readonly WithDecryption?: boolean;
};

interface GetParametersOutput {
  readonly Parameters: readonly ReadParameter[];
}

export const getParameters = operation<GetParametersInput, GetParametersOutput>('ssm', 'GetParameters');

type TagsInput = {
  readonly ResourceType: 'Parameter';
  readonly ResourceId: string;
};

export const addTagsToResource = operation<
  TagsInput & { readonly Tags: readonly { readonly Key: string; readonly Value: string }[] }
>('ssm', 'AddTagsToResource');

export const removeTagsFromResource = operation<TagsInput & { readonly TagKeys: readonly string[] }>(
  'ssm',
  'RemoveTagsFromResource',
);
