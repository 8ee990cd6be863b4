import type { Value, ValueObject } from '../../../core/cloudformation/value.ts';
import { operation } from '../../../core/operation.ts';

/**
 * The properties of the resource in the template, and its id in a member such as `RouteId`. The `Put…` actions create
 * or replace the resource. They exist only in this runtime.
 */
type Properties = ValueObject;

export type ApiInput = Properties & { readonly ApiId: string; readonly Name: string };

export interface ApiAnswer {
  readonly ApiId: string;
  readonly ApiEndpoint: string;
}

export const createApi = operation<ApiInput, ApiAnswer>('apigateway', 'CreateApi');

export const updateApi = operation<ApiInput, ApiAnswer>('apigateway', 'UpdateApi');

export const deleteApi = operation<{ readonly ApiId: string }>('apigateway', 'DeleteApi');

/**
 * Identifies a part of an API: the API's id, and a member such as `RouteId` with the id of a route, integration or
 * authorizer, or `StageName`.
 */
export type PartName = { readonly ApiId: Value | undefined; readonly [idMember: string]: Value | undefined };

export const putRoute = operation<Properties>('apigateway', 'PutRoute');

export const deleteRoute = operation<PartName>('apigateway', 'DeleteRoute');

export const putIntegration = operation<Properties>('apigateway', 'PutIntegration');

export const deleteIntegration = operation<PartName>('apigateway', 'DeleteIntegration');

export const putAuthorizer = operation<Properties>('apigateway', 'PutAuthorizer');

export const deleteAuthorizer = operation<PartName>('apigateway', 'DeleteAuthorizer');

export const putStage = operation<Properties>('apigateway', 'PutStage');

export const deleteStage = operation<PartName>('apigateway', 'DeleteStage');
