import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { Value, ValueObject } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  followed,
  memberOf,
  refuseExtensions,
  refuseMembers,
} from '../../openapi/document.ts';
import { disabledEndpoint, type Operation, operationsOf, rootOf } from '../../openapi/root.ts';
import { authorizerSchemes, requirementOf } from '../../openapi/security.ts';
import type { Input } from '../../parameters.ts';
import { httpId } from '../names.ts';
import { authorizationType, authorizerProperties } from './authorizer.ts';
import { integrationProperties } from './integration.ts';

const CORS = 'x-amazon-apigateway-cors';
const INTEGRATION = 'x-amazon-apigateway-integration';

/** A part of an API, with the properties of a template's resource. */
export interface HttpPart {
  readonly kind: 'authorizer' | 'integration' | 'route';
  /** The path of its definition in the document, for messages. */
  readonly path: string;
  readonly properties: Input;
}

/** What a document defines. */
export interface HttpDefinition {
  /** The properties of the API itself. */
  readonly properties: ValueObject;
  readonly parts: readonly HttpPart[];
}

/**
 * Reads an OpenAPI document of the version 3.0 as the parts of an HTTP API. Values that the template has yet to evaluate
 * stay as they are. Throws DocumentProblem for what API Gateway or this runtime refuses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export const defineHttpApi = (document: ValueObject, apiId: string): HttpDefinition => {
  const root = rootOf(document, { versions: ['3.0'], extensions: [CORS] });
  refuseExtensions(memberOf(root, 'components'), ['x-amazon-apigateway-integrations']);
  const operations = operationsOf(root, ['x-amazon-apigateway-auth', INTEGRATION]);
  const schemes = authorizerSchemes(root);
  return {
    properties: definedValues({
      CorsConfiguration: corsOf(memberOf(root, CORS)),
      DisableExecuteApiEndpoint: disabledEndpoint(root) && true,
    }),
    parts: [
      ...[...schemes.values()].map((scheme): HttpPart => {
        const properties = { ApiId: apiId, AuthorizerId: partId(apiId, scheme.name), ...authorizerProperties(scheme) };
        return { kind: 'authorizer', path: scheme.authorizer.path, properties };
      }),
      ...integrations(root, operations, apiId),
      ...operations.map((operation) => route(operation, { root, schemes, apiId })),
    ],
  };
};

const partId = (apiId: string, name: string): string => httpId(`${apiId} ${name}`);

const CORS_PROPERTIES: { readonly [member: string]: string } = {
  allowCredentials: 'AllowCredentials',
  allowHeaders: 'AllowHeaders',
  allowMethods: 'AllowMethods',
  allowOrigins: 'AllowOrigins',
  exposeHeaders: 'ExposeHeaders',
  maxAge: 'MaxAge',
};

const corsOf = (cors: DocumentNode): Value | undefined => {
  if (cors.value === undefined) return undefined;
  refuseMembers(cors, Object.keys(CORS_PROPERTIES));
  const members = Object.entries(CORS_PROPERTIES).map(([member, name]) => [name, memberOf(cors, member).value]);
  return definedValues(Object.fromEntries(members));
};

/** The integration of an operation, which can be one of those that operations share. */
const integrationOf = (root: DocumentNode, { node }: Operation): DocumentNode => {
  const integration = followed(root, memberOf(node, INTEGRATION));
  if (integration.value === undefined) throw new DocumentProblem(node.path, `has no ${INTEGRATION}`);
  return integration;
};

/** The integrations of all operations, each once. */
const integrations = (root: DocumentNode, operations: readonly Operation[], apiId: string): readonly HttpPart[] => {
  const used = new Map(operations.map((operation) => integrationOf(root, operation)).map((node) => [node.path, node]));
  return [...used].map(([path, node]) => {
    const properties = { ApiId: apiId, IntegrationId: partId(apiId, path), ...integrationProperties(node) };
    return { kind: 'integration', path, properties };
  });
};

const DEFAULT = '$default';

const routeKey = ({ route: path, method, node }: Operation): string => {
  const isDefault = path === `/${DEFAULT}` || String(memberOf(node, 'isDefaultRoute').value) === 'true';
  return method === 'ANY' && isDefault ? DEFAULT : `${method} ${path}`;
};

/** What the reader of an operation needs of its document. */
interface Defined {
  readonly root: DocumentNode;
  readonly schemes: ReturnType<typeof authorizerSchemes>;
  readonly apiId: string;
}

const route = (operation: Operation, { root, schemes, apiId }: Defined): HttpPart => {
  const { node } = operation;
  const { isKeyRequired, authorizer } = requirementOf(root, node, schemes);
  if (isKeyRequired) throw new DocumentProblem(`${node.path}.security`, 'HTTP APIs have no API keys');
  const key = routeKey(operation);
  return {
    kind: 'route',
    path: node.path,
    properties: {
      ApiId: apiId,
      RouteId: partId(apiId, key),
      RouteKey: key,
      Target: `integrations/${partId(apiId, integrationOf(root, operation).path)}`,
      AuthorizationType: authorizer ? authorizationType(authorizer) : 'NONE',
      ...(authorizer && { AuthorizerId: partId(apiId, authorizer.name), AuthorizationScopes: authorizer.scopes }),
    },
  };
};
