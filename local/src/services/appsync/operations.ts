import type { ValueObject } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

/** Properties of the template's resource. */
type Properties = ValueObject;

export const putApi = operation<
  Properties & { readonly Id: string; readonly Name: string },
  { readonly GraphQLUrl: string }
>('appsync', 'PutApi');

export const putSchema = operation<Properties>('appsync', 'PutSchema');

/** The member `Key` names an existing key to change; without it a new key is created. */
export const putApiKey = operation<Properties, { readonly ApiKey: string }>('appsync', 'PutApiKey');

export const putDataSource = operation<Properties>('appsync', 'PutDataSource');

export const putResolver = operation<Properties>('appsync', 'PutResolver');

export type PartName = {
  readonly Kind: 'api' | 'schema' | 'key' | 'dataSource' | 'resolver';
  readonly Id: string;
};

export const deletePart = operation<PartName>('appsync', 'DeletePart');
