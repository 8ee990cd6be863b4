import type { Value, ValueObject } from '../../../core/cloudformation/value.ts';
import { operation } from '../../../core/operation.ts';

/**
 * The properties of the resource in the template, and its id in a member such as `RouteId`. The `Put…` actions create
 * or replace the resource. These operations exist only in this runtime; clients use those of API Gateway.
 */
type Properties = ValueObject;

export type ApiInput = Properties & { readonly ApiId: string; readonly Name: string };

export interface ApiAnswer {
  readonly ApiId: string;
  readonly ApiEndpoint: string;
}

export const addApi = operation<ApiInput, ApiAnswer>('apigateway', 'AddApi');

export const putApi = operation<ApiInput, ApiAnswer>('apigateway', 'PutApi');

export const removeApi = operation<{ readonly ApiId: string }>('apigateway', 'RemoveApi');

/**
 * Identifies a part of an API: the API's id, and a member such as `RouteId` with the id of a route, integration or
 * authorizer, or `StageName`.
 */
export type PartName = { readonly ApiId: Value | undefined; readonly [idMember: string]: Value | undefined };

export const putRoute = operation<Properties>('apigateway', 'PutRoute');

export const removeRoute = operation<PartName>('apigateway', 'RemoveRoute');

export const putIntegration = operation<Properties>('apigateway', 'PutIntegration');

export const removeIntegration = operation<PartName>('apigateway', 'RemoveIntegration');

export const putAuthorizer = operation<Properties>('apigateway', 'PutAuthorizer');

export const removeAuthorizer = operation<PartName>('apigateway', 'RemoveAuthorizer');

export const putStage = operation<Properties>('apigateway', 'PutStage');

export const removeStage = operation<PartName>('apigateway', 'RemoveStage');
