import { AwsError, unsupported } from '../../../../core/aws/aws-error.ts';
import { parseJsonObject } from '../../../../core/protocols/body.ts';
import { type RestRoute, routeFinder } from '../../../../core/protocols/rest-routes.ts';
import type { Protocol, WireRequest, WireResponse } from '../../../../core/service.ts';
import { membersOf, propertiesOf } from './members.ts';

const PREFIX = '/v2/apis';

/** The actions on all resources of one path, and on one of them. */
const routesOf = (path: string, name: string, idMember: string): readonly RestRoute[] => [
  { method: 'POST', path, action: `Create${name}`, status: 201 },
  { method: 'GET', path, action: `Get${name}s` },
  { method: 'GET', path: `${path}/{${idMember}}`, action: `Get${name}` },
  { method: 'PATCH', path: `${path}/{${idMember}}`, action: `Update${name}` },
  { method: 'DELETE', path: `${path}/{${idMember}}`, action: `Delete${name}`, status: 204 },
];

const find = routeFinder([
  ...routesOf(PREFIX, 'Api', 'ApiId'),
  { method: 'PUT', path: PREFIX, action: 'ImportApi', status: 201 },
  { method: 'PUT', path: `${PREFIX}/{ApiId}`, action: 'ReimportApi', status: 201 },
  ...routesOf(`${PREFIX}/{ApiId}/routes`, 'Route', 'RouteId'),
  ...routesOf(`${PREFIX}/{ApiId}/integrations`, 'Integration', 'IntegrationId'),
  ...routesOf(`${PREFIX}/{ApiId}/authorizers`, 'Authorizer', 'AuthorizerId'),
  ...routesOf(`${PREFIX}/{ApiId}/stages`, 'Stage', 'StageName'),
]);

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: status === 204 ? '' : JSON.stringify(body),
});

const shown = (answer: unknown): unknown => {
  const { Items: items, ...others } = answer as { readonly Items?: readonly Readonly<Record<string, unknown>>[] };
  return { ...membersOf(others), ...(items && { items: items.map(membersOf) }) };
};

const inputOf = ({ query, body }: WireRequest): Record<string, unknown> => ({
  ...propertiesOf(Object.fromEntries(query)),
  ...(body.length > 0 && propertiesOf(parseJsonObject(body))),
});

/** Whether a request is for the control plane of HTTP APIs. */
export const isForHttpApis = ({ scope, path }: WireRequest): boolean =>
  scope === 'apigateway' && path.startsWith(PREFIX);

/** The REST protocol of API Gateway V2. */
export const httpControlPlane: Protocol = {
  kind: 'own',
  claims: isForHttpApis,
  handle: async (request, invoke) => {
    try {
      const match = find(request.method, request.path);
      if (!match) throw unsupported(`${request.method} ${request.path} of apigatewayv2`);
      const { action, status = 200 } = match.route;
      return json(status, shown((await invoke(action, { ...inputOf(request), ...match.parameters })) ?? {}));
    } catch (error) {
      if (error instanceof AwsError)
        return json(error.statusCode, { message: error.message }, { 'x-amzn-errortype': error.code });
      throw error;
    }
  },
};
