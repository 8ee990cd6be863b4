import { expect, test } from '@jest/globals';
import { one, startTemplate } from '../../../template/start-template.ts';

// AWS's pages show no texts for these errors, except those that readers of a template's resources have, too.

type Json = Record<string, unknown>;

const MOCK = { type: 'mock', requestTemplates: { 'application/json': '{"statusCode":200}' } };
const FUNCTION = {
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Role.Arn}/invocations' },
};

const document = (more: Json): Json => ({ openapi: '3.0.1', info: { title: 'pets', version: '1' }, ...more });
const operation = (more: Json, root: Json = {}): Json =>
  document({ paths: { '/pets': { get: { 'x-amazon-apigateway-integration': MOCK, ...more } } }, ...root });
const integrated = (integration: Json): Json => operation({ 'x-amazon-apigateway-integration': integration });
const secured = (scheme: Json, security: unknown = [{ it: [] }]): Json =>
  operation({ security }, { components: { securitySchemes: { it: scheme } } });
const authorizer = (more: Json): Json =>
  secured({ type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authorizer': more });
const body = (schema: Json, schemas: Json = {}): Json =>
  operation({ requestBody: { content: { 'application/json': { schema } } } }, { components: { schemas } });

const OPERATION = 'Body.paths./pets.get';
const INTEGRATION = `${OPERATION}.x-amazon-apigateway-integration`;

const refused: [string, Json, string][] = [
  ['no version', {}, 'Body.openapi: undefined is not supported. Use 2.0 or 3.0'],
  ['version 3.1', { openapi: '3.1.0' }, 'Body.openapi: 3.1.0 is not supported. Use 2.0 or 3.0'],
  ['version 1.2', { swagger: '1.2' }, 'Body.swagger: 1.2 is not supported'],
  [
    'a resource policy',
    document({ 'x-amazon-apigateway-policy': {} }),
    'Body.x-amazon-apigateway-policy: this extension is not supported here',
  ],
  [
    'compression',
    document({ 'x-amazon-apigateway-minimum-compression-size': 10 }),
    'Body.x-amazon-apigateway-minimum-compression-size: this extension',
  ],
  ['CORS of HTTP APIs', document({ 'x-amazon-apigateway-cors': {} }), 'Body.x-amazon-apigateway-cors: this extension'],
  [
    'an unknown extension of an operation',
    operation({ 'x-amazon-apigateway-more': 1 }),
    `${OPERATION}.x-amazon-apigateway-more: this`,
  ],
  [
    'an unknown extension of a path',
    document({ paths: { '/pets': { 'x-amazon-apigateway-more': 1 } } }),
    'Body.paths./pets.x-amazon-apigateway-more: this extension',
  ],
  [
    'integrations of HTTP APIs',
    document({ components: { 'x-amazon-apigateway-integrations': {} } }),
    'Body.components.x-amazon-apigateway-integrations: this extension',
  ],
  [
    'security of the whole document',
    document({ security: [{ it: [] }] }),
    'Body.security: security of a whole document',
  ],
  [
    'a disabled endpoint',
    document({ servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }] }),
    'Body.servers[0].x-amazon-apigateway-endpoint-configuration.disableExecuteApiEndpoint: this is not supported',
  ],
  [
    'an unknown source of API keys',
    document({ 'x-amazon-apigateway-api-key-source': 'COOKIE' }),
    'ApiKeySourceType COOKIE',
  ],
  [
    'an operation without an integration',
    document({ paths: { '/pets': { get: {} } } }),
    `${OPERATION}: has no x-amazon-apigateway-integration`,
  ],
  [
    'the method TRACE',
    document({ paths: { '/pets': { trace: {} } } }),
    'Body.paths./pets.trace: API Gateway has no method TRACE',
  ],
  [
    'a parameter within a segment',
    document({ paths: { '/pets{id}': { get: { 'x-amazon-apigateway-integration': MOCK } } } }),
    'Body.paths./pets{id}.get: pets{id} is neither a text nor a parameter',
  ],
  [
    'IAM authorization',
    operation({ 'x-amazon-apigateway-auth': { type: 'aws_iam' } }),
    `${OPERATION}.x-amazon-apigateway-auth.type: aws_iam is not supported locally`,
  ],
  [
    'an open operation with an authorizer',
    operation(
      { 'x-amazon-apigateway-auth': { type: 'NONE' }, security: [{ it: [] }] },
      { components: { securitySchemes: { it: { 'x-amazon-apigateway-authorizer': { type: 'token' } } } } },
    ),
    `${OPERATION}.x-amazon-apigateway-auth.type: NONE contradicts the authorizer`,
  ],
  [
    'an unknown validator',
    operation({ 'x-amazon-apigateway-request-validator': 'all' }),
    `${OPERATION}.x-amazon-apigateway-request-validator: all is not one of`,
  ],
  [
    'a VPC link',
    integrated({ ...MOCK, connectionType: 'VPC_LINK' }),
    `${INTEGRATION}.connectionType: VPC_LINK is not supported locally`,
  ],
  [
    'TLS settings',
    integrated({ ...MOCK, tlsConfig: {} }),
    `${INTEGRATION}.tlsConfig: this member is not supported here`,
  ],
  [
    'streamed responses',
    integrated({ ...MOCK, responseTransferMode: 'STREAM' }),
    `${INTEGRATION}.responseTransferMode: STREAM`,
  ],
  ['an unknown type of integration', integrated({ type: 'ftp' }), `${INTEGRATION}: Integration type FTP is not one of`],
  [
    'an endpoint by HTTP on another machine',
    integrated({ type: 'http_proxy', httpMethod: 'GET', uri: 'http://pets.example' }),
    `${INTEGRATION}: Uri http://pets.example is not supported locally`,
  ],
  [
    'a conversion to bytes for a function',
    integrated({ ...FUNCTION, contentHandling: 'CONVERT_TO_BINARY' }),
    `${INTEGRATION}: ContentHandling CONVERT_TO_BINARY`,
  ],
  [
    'an unknown conversion of a response',
    integrated({ ...MOCK, responses: { default: { statusCode: 200, contentHandling: 'ZIP' } } }),
    `${INTEGRATION}: ContentHandling ZIP is not one of CONVERT_TO_BINARY, CONVERT_TO_TEXT`,
  ],
  [
    'an unknown member of a response',
    integrated({ ...MOCK, responses: { default: { status: 200 } } }),
    `${INTEGRATION}.responses.default.status: this member`,
  ],
  [
    'a mapping of a parameter that is not declared',
    integrated({ ...MOCK, requestParameters: { 'integration.request.header.a': 'method.request.header.b' } }),
    'method.request.header.b',
  ],
  [
    'an unknown security scheme',
    operation({ security: [{ it: [] }] }),
    `${OPERATION}.security[0].it: there is no such security scheme`,
  ],
  [
    'OAuth without an authorizer',
    secured({ type: 'oauth2' }),
    'Body.components.securitySchemes.it: needs x-amazon-apigateway-authorizer',
  ],
  [
    'an API key in the query',
    secured({ type: 'apiKey', in: 'query', name: 'key' }),
    'Body.components.securitySchemes.it: needs',
  ],
  [
    'signatures',
    secured({ type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' }),
    'Body.components.securitySchemes.it.x-amazon-apigateway-authtype: awsSigv4 is not supported',
  ],
  [
    'two authorizers of one operation',
    operation(
      { security: [{ a: [] }, { b: [] }] },
      {
        components: {
          securitySchemes: {
            a: { 'x-amazon-apigateway-authorizer': { type: 'token' } },
            b: { 'x-amazon-apigateway-authorizer': { type: 'token' } },
          },
        },
      },
    ),
    `${OPERATION}.security: an operation can have only one authorizer`,
  ],
  [
    'an authorizer of HTTP APIs',
    authorizer({ type: 'jwt' }),
    'x-amazon-apigateway-authorizer: Type JWT is not one of TOKEN, REQUEST',
  ],
  [
    'an unknown member of an authorizer',
    authorizer({ type: 'token', more: 1 }),
    'x-amazon-apigateway-authorizer.more: this member',
  ],
  [
    'a gateway response of an unknown type',
    document({ 'x-amazon-apigateway-gateway-responses': { TEAPOT: {} } }),
    'Body.x-amazon-apigateway-gateway-responses.TEAPOT: ResponseType TEAPOT',
  ],
  [
    'a model whose name has other characters',
    document({ components: { schemas: { 'a-b': {} } } }),
    'Body.components.schemas.a-b: a model name has only letters and digits',
  ],
  [
    'a keyword that models do not have',
    body({ $ref: '#/components/schemas/A' }, { A: { const: 1 } }),
    'Body.components.schemas.A: Invalid model specified',
  ],
  [
    'a missing model',
    body({ $ref: '#/components/schemas/A' }),
    'schema.$ref: #/components/schemas/A is not in the document',
  ],
  [
    'a missing model in a model',
    body({ items: { $ref: '#/components/schemas/A' } }),
    'schema.items.$ref: #/components/schemas/A is not in the document',
  ],
  [
    'a part of a model',
    body({ items: { $ref: '#/components/schemas/A/items' } }),
    'does not name a model of this document',
  ],
  [
    'a reference to another document',
    operation({ parameters: [{ $ref: 'other.json#/a' }] }),
    `${OPERATION}.parameters[0].$ref: other.json#/a is not a reference within`,
  ],
  [
    'circular references',
    operation(
      { parameters: [{ $ref: '#/components/parameters/a' }] },
      { components: { parameters: { a: { $ref: '#/components/parameters/a' } } } },
    ),
    `${OPERATION}.parameters[0]: has more than 32 references`,
  ],
  ['a text instead of an object', document({ paths: { '/pets': 'x' } }), 'Body.paths./pets: must be an object'],
  ['a text instead of a list', operation({ parameters: 'x' }), `${OPERATION}.parameters: must be a list`],
  ['an object instead of a text', operation({ 'x-amazon-apigateway-request-validator': {} }), 'must be a string'],
];

const refusal = (api: Json) =>
  startTemplate(
    {
      Resources: {
        Role: one('AWS::IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } }),
        Api: one('AWS::ApiGateway::RestApi', api),
      },
    },
    '',
  ).then((runtime) => runtime.stop());

test.each(refused)(
  'A document with %s is refused before anything is created, with its path',
  async (_, Body, message) => {
    const error = await refusal({ Body }).catch((reason: Error) => reason);
    expect(String(error)).toContain('in the template cannot be run here:');
    expect(String(error)).toContain(message);
  },
);

test('What needs the ARNs of other resources is refused with its path, too', async () => {
  const error = await refusal({ Body: integrated(FUNCTION) }).catch((reason: Error) => reason);
  expect(String(error)).toContain('in the template cannot be run here:');
  expect(String(error)).toMatch(/Body\.paths\.\/pets\.get: Uri \S+ is not the invocation path of a Lambda function/);
});

test.each([
  ['a base path', { Parameters: { basepath: 'prepend' } }, 'Parameters basepath: prepend is not supported locally'],
  ['an unknown parameter', { Parameters: { more: 'x' } }, 'Parameters more: x is not supported locally'],
  ['an unknown mode', { Mode: 'replace' }, 'Mode replace is not one of merge, overwrite'],
  ['text that is no JSON', { Body: 'openapi: 3.0.1' }, 'Body is not a JSON object. OpenAPI documents in YAML'],
])('An API with %s is refused before anything is created', async (_, properties, message) => {
  const error = await refusal({ Body: document({ paths: {} }), ...properties }).catch((reason: Error) => reason);
  expect(String(error)).toContain('in the template cannot be run here:');
  expect(String(error)).toContain(message);
});
