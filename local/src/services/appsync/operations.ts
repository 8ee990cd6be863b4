import type { ValueObject } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

/** The properties of the resource in the template. */
type Properties = ValueObject;

export const putApi = operation<
  Properties & { readonly Id: string; readonly Name: string },
  { readonly GraphQLUrl: string }
>('appsync', 'PutApi');

export const putSchema = operation<Properties>('appsync', 'PutSchema');

/** Creates an API key; with the member `Key` it changes that existing key instead. */
export const putApiKey = operation<Properties, { readonly ApiKey: string }>('appsync', 'PutApiKey');

export const putDataSource = operation<Properties>('appsync', 'PutDataSource');

/** Creates a function of pipelines. */
export const putFunction = operation<Properties>('appsync', 'PutFunction');

export const putResolver = operation<Properties>('appsync', 'PutResolver');

export type PartName = {
  readonly Kind: 'api' | 'schema' | 'key' | 'dataSource' | 'function' | 'resolver';
  readonly Id: string;
};

export const deletePart = operation<PartName>('appsync', 'DeletePart');
