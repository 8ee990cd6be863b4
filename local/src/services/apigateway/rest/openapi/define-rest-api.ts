import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { Value, ValueObject } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  itemsOf,
  memberOf,
  membersOf,
  refuseExtensions,
  refuseMembers,
  textAt,
} from '../../openapi/document.ts';
import { disabledEndpoint, type Operation, operationsOf, rootOf } from '../../openapi/root.ts';
import { authorizerSchemes, requirementOf } from '../../openapi/security.ts';
import { restId } from '../ids.ts';
import { authorizationType, authorizerProperties } from './authorizer.ts';
import { integrationProperty } from './integration.ts';
import { bodySchemas, requestParameters } from './request.ts';
import { modelSchema, schemasOf } from './schemas.ts';

const VALIDATORS = 'x-amazon-apigateway-request-validators';
const VALIDATOR = 'x-amazon-apigateway-request-validator';
const RESPONSES = 'x-amazon-apigateway-gateway-responses';
const KEY_SOURCE = 'x-amazon-apigateway-api-key-source';
const BINARY = 'x-amazon-apigateway-binary-media-types';

/** A part of an API, with the properties of a template's resource. */
export interface RestPart {
  readonly kind: 'model' | 'validator' | 'authorizer' | 'gatewayResponse' | 'resource' | 'method';
  /** The path of its definition in the document, for messages. */
  readonly path: string;
  readonly properties: ValueObject;
}

/** What a document defines. */
export interface RestDefinition {
  readonly keySource: Value | undefined;
  readonly binaryMediaTypes: readonly string[];
  /** Each part is after the parts that it names. */
  readonly parts: readonly RestPart[];
}

type Schemes = ReturnType<typeof authorizerSchemes>;

/** The API that a document defines. */
interface DefinedApi {
  readonly id: string;
  readonly rootId: string;
}

/**
 * Reads an OpenAPI document of the version 2.0 or 3.0 as the parts of a REST API. Values that the template has yet to
 * evaluate stay as they are. Throws DocumentProblem for what API Gateway or this runtime refuses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export const defineRestApi = (document: ValueObject, api: DefinedApi): RestDefinition => {
  const root = rootOf(document, {
    versions: ['2.0', '3.0'],
    extensions: [VALIDATORS, VALIDATOR, RESPONSES, KEY_SOURCE, BINARY],
  });
  refuseExtensions(memberOf(root, 'components'), []);
  const disabled = disabledEndpoint(root);
  if (disabled) throw new DocumentProblem(disabled.path, 'this is not supported locally');
  const schemes = authorizerSchemes(root);
  const operations = operationsOf(root, [VALIDATOR, 'x-amazon-apigateway-auth', 'x-amazon-apigateway-integration']);
  return {
    keySource: memberOf(root, KEY_SOURCE).value,
    binaryMediaTypes: itemsOf(memberOf(root, BINARY)).flatMap((type) => textAt(type) ?? []),
    parts: [
      ...models(root, operations, api),
      ...validators(root, api),
      ...authorizers(schemes, api),
      ...gatewayResponses(root, api),
      ...resources(operations, api),
      ...operations.map((operation) => method(operation, { root, schemes, api })),
    ],
  };
};

const partId = (api: DefinedApi, kind: RestPart['kind'], name: string): string => restId(`${api.id} ${kind} ${name}`);

const models = (root: DocumentNode, operations: readonly Operation[], { id: apiId }: DefinedApi): RestPart[] => {
  const named = membersOf(schemasOf(root)).map(([name, schema]) => ({ name, schema }));
  const inline = operations
    .flatMap((operation) => bodySchemas(root, operation))
    .flatMap((body) => (body.inline ? [{ name: body.model, schema: body.inline }] : []));
  return [...named, ...inline].map(({ name, schema }) => {
    if (/[^A-Za-z0-9]/.test(name)) throw new DocumentProblem(schema.path, 'a model name has only letters and digits');
    return {
      kind: 'model',
      path: schema.path,
      properties: { RestApiId: apiId, Name: name, Schema: modelSchema(schema, { root, apiId }) },
    };
  });
};

const validators = (root: DocumentNode, api: DefinedApi): RestPart[] =>
  membersOf(memberOf(root, VALIDATORS)).map(([name, node]) => ({
    kind: 'validator',
    path: node.path,
    properties: definedValues({
      Id: partId(api, 'validator', name),
      RestApiId: api.id,
      ValidateRequestBody: memberOf(node, 'validateRequestBody').value,
      ValidateRequestParameters: memberOf(node, 'validateRequestParameters').value,
    }),
  }));

const authorizers = (schemes: Schemes, api: DefinedApi): RestPart[] =>
  [...schemes.values()].map((scheme) => ({
    kind: 'authorizer',
    path: scheme.authorizer.path,
    properties: {
      Id: partId(api, 'authorizer', scheme.name),
      RestApiId: api.id,
      ...authorizerProperties(scheme),
    },
  }));

const gatewayResponses = (root: DocumentNode, api: DefinedApi): RestPart[] =>
  membersOf(memberOf(root, RESPONSES)).map(([type, node]) => {
    refuseMembers(node, ['statusCode', 'responseParameters', 'responseTemplates']);
    return {
      kind: 'gatewayResponse',
      path: node.path,
      properties: definedValues({
        RestApiId: api.id,
        ResponseType: type,
        StatusCode: memberOf(node, 'statusCode').value,
        ResponseParameters: memberOf(node, 'responseParameters').value,
        ResponseTemplates: memberOf(node, 'responseTemplates').value,
      }),
    };
  });

const segmentsOf = (route: string): readonly string[] => route.split('/').filter((segment) => segment !== '');

/** The id of the resource of a path; that of the empty path is the root. */
const resourceId = (api: DefinedApi, segments: readonly string[]): string =>
  segments.length === 0 ? api.rootId : partId(api, 'resource', segments.join('/'));

/** A segment of letters, digits and some other characters, or a parameter such as `{id}` or `{proxy+}`. */
const SEGMENT = /^(?:[\w.:~@!$&'()*+,;=%-]+|\{[\w.-]+\+?\})$/;

/** The resources of all paths, each once. */
const resources = (operations: readonly Operation[], api: DefinedApi): RestPart[] => {
  const found = new Map<string, RestPart>();
  for (const { route, node } of operations) {
    const segments = segmentsOf(route);
    for (const [index, segment] of segments.entries()) {
      if (!SEGMENT.test(segment))
        throw new DocumentProblem(node.path, `${segment} is neither a text nor a parameter in braces`);
      const id = resourceId(api, segments.slice(0, index + 1));
      const parentId = resourceId(api, segments.slice(0, index));
      const properties = { Id: id, RestApiId: api.id, ParentId: parentId, PathPart: segment };
      found.set(id, { kind: 'resource', path: node.path, properties });
    }
  }
  return [...found.values()];
};

/** What the reader of an operation needs of its document. */
interface Defined {
  readonly root: DocumentNode;
  readonly schemes: Schemes;
  readonly api: DefinedApi;
}

const method = (operation: Operation, { root, schemes, api }: Defined): RestPart => {
  const { node, route, method: httpMethod } = operation;
  const segments = segmentsOf(route);
  const { isKeyRequired, authorizer } = requirementOf(root, node, schemes);
  return {
    kind: 'method',
    path: node.path,
    properties: definedValues({
      Id: partId(api, 'method', `${httpMethod} ${segments.join('/')}`),
      RestApiId: api.id,
      ResourceId: resourceId(api, segments),
      HttpMethod: httpMethod,
      ApiKeyRequired: isKeyRequired,
      AuthorizationType: authorizer ? authorizationType(authorizer) : 'NONE',
      AuthorizerId: authorizer && partId(api, 'authorizer', authorizer.name),
      AuthorizationScopes: authorizer?.scopes,
      RequestParameters: requestParameters(root, operation),
      RequestModels: Object.fromEntries(
        bodySchemas(root, operation).map(({ contentType, model }) => [contentType, model]),
      ),
      RequestValidatorId: validatorId(root, node, api),
      Integration: integrationProperty(node),
    }),
  };
};

/** The validator that an operation, or else the document, names. */
const validatorId = (root: DocumentNode, operation: DocumentNode, api: DefinedApi): string | undefined => {
  const own = memberOf(operation, VALIDATOR);
  const named = own.value === undefined ? memberOf(root, VALIDATOR) : own;
  const name = textAt(named);
  if (name === undefined) return undefined;
  if (memberOf(memberOf(root, VALIDATORS), name).value === undefined)
    throw new DocumentProblem(named.path, `${name} is not one of the ${VALIDATORS}`);
  return partId(api, 'validator', name);
};
