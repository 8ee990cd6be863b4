import type { WireRequest } from '../wire/request.ts';
import { NAME, SAMPLES } from './samples.ts';

/** A request of an action that no installed SDK client knows. */
export interface Example {
  readonly method?: string;
  readonly path?: string;
  readonly target?: string;
  readonly scope: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const ROLE = SAMPLES.RoleArn?.[0];
const QUEUE = `arn:aws:sqs:us-east-1:000000000000:${NAME}`;
const PIPE = `/v1/pipes/${NAME}`;
const PIPE_TAGS = `/tags/${encodeURIComponent(`arn:aws:pipes:us-east-1:000000000000:pipe/${NAME}`)}`;
const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/attacked/stream/2026-01-01T00:00:00.000';

const pipe = {
  Source: QUEUE,
  Target: `${QUEUE}-target`,
  RoleArn: ROLE,
  DesiredState: 'STOPPED',
  SourceParameters: {
    SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 0 },
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":["b"]}}' }] },
  },
  TargetParameters: { InputTemplate: '{"a":"<$.body>"}' },
  Tags: { a: 'b' },
};

const stream = (action: string, body: unknown): Example => ({
  scope: 'dynamodb',
  target: `DynamoDBStreams_20120810.${action}`,
  body,
});

const APIS = '/v2/apis';
const api = (method: string, path: string, body?: unknown): Example => ({ scope: 'apigateway', method, path, body });

/** The five actions on one kind of parts of an HTTP API. `body`: that of a creation and of an update. */
const httpApiExamples = (kind: string, path: string, body: unknown): Readonly<Record<string, Example>> => ({
  [`apigatewayv2:Create${kind}`]: api('POST', path, body),
  [`apigatewayv2:Get${kind}s`]: api('GET', `${path}?maxResults=10`),
  [`apigatewayv2:Get${kind}`]: api('GET', `${path}/${NAME}`),
  [`apigatewayv2:Update${kind}`]: api('PATCH', `${path}/${NAME}`, body),
  [`apigatewayv2:Delete${kind}`]: api('DELETE', `${path}/${NAME}`),
});

const integration = {
  integrationType: 'AWS_PROXY',
  integrationSubtype: 'SQS-SendMessage',
  credentialsArn: ROLE,
  payloadFormatVersion: '1.0',
  requestParameters: { QueueUrl: '$request.header.queue', MessageBody: '$request.body.a' },
  responseParameters: { 200: { 'overwrite:header.a': '$response.body.b' } },
};
const authorizer = {
  authorizerType: 'JWT',
  name: NAME,
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { issuer: 'https://issuer.example', audience: ['a'] },
};

const document = JSON.stringify({
  openapi: '3.0.1',
  info: { title: NAME, version: '1' },
  paths: {
    '/a/{b}': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/a' }, security: [{ a: ['b'] }] } },
  },
  components: { a: { type: 'http_proxy', httpMethod: 'GET', uri: 'https://a.example', payloadFormatVersion: '1.0' } },
});

/** Requests of the actions that no installed SDK client knows, by service and action. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  ...httpApiExamples('Api', APIS, { name: NAME, protocolType: 'HTTP', corsConfiguration: { allowOrigins: ['*'] } }),
  'apigatewayv2:ImportApi': api('PUT', `${APIS}?basepath=ignore&failOnWarnings=true`, { body: document }),
  'apigatewayv2:ReimportApi': api('PUT', `${APIS}/${NAME}`, { body: document }),
  ...httpApiExamples('Route', `${APIS}/${NAME}/routes`, { routeKey: 'GET /a/{b}', target: 'integrations/attacked' }),
  ...httpApiExamples('Integration', `${APIS}/${NAME}/integrations`, integration),
  ...httpApiExamples('Authorizer', `${APIS}/${NAME}/authorizers`, authorizer),
  ...httpApiExamples('Stage', `${APIS}/${NAME}/stages`, { stageName: NAME, autoDeploy: true }),
  'dynamodb:ListStreams': stream('ListStreams', { TableName: NAME, Limit: 10 }),
  'dynamodb:DescribeStream': stream('DescribeStream', { StreamArn: STREAM, Limit: 10 }),
  'dynamodb:GetShardIterator': stream('GetShardIterator', {
    StreamArn: STREAM,
    ShardId: 'shardId-00000001600000000000-00000000',
    ShardIteratorType: 'TRIM_HORIZON',
  }),
  'dynamodb:GetRecords': stream('GetRecords', { ShardIterator: `${STREAM}|1|AAAA`, Limit: 10 }),
  'events:InvokeApiDestination': {
    scope: 'events',
    target: 'AWSEvents.InvokeApiDestination',
    body: { ApiDestinationArn: 'arn:aws:events:us-east-1:000000000000:api-destination/attacked/1', Invocation: {} },
  },
  'events:PutAwsEvents': {
    scope: 'events',
    target: 'AWSEvents.PutAwsEvents',
    body: { Entries: [{ Source: 'aws.attacked', DetailType: 'Attacked', Detail: '{}' }] },
  },
  'pipes:ListPipes': { scope: 'pipes', method: 'GET', path: '/v1/pipes?Limit=10&NamePrefix=a' },
  'pipes:CreatePipe': { scope: 'pipes', path: PIPE, body: pipe },
  'pipes:UpdatePipe': { scope: 'pipes', method: 'PUT', path: PIPE, body: { ...pipe, Source: undefined } },
  'pipes:DescribePipe': { scope: 'pipes', method: 'GET', path: PIPE },
  'pipes:DeletePipe': { scope: 'pipes', method: 'DELETE', path: PIPE },
  'pipes:StartPipe': { scope: 'pipes', path: `${PIPE}/start` },
  'pipes:StopPipe': { scope: 'pipes', path: `${PIPE}/stop` },
  'pipes:TagResource': { scope: 'pipes', path: PIPE_TAGS, body: { tags: { a: 'b' } } },
  'pipes:ListTagsForResource': { scope: 'pipes', method: 'GET', path: PIPE_TAGS },
  'pipes:UntagResource': { scope: 'pipes', method: 'DELETE', path: `${PIPE_TAGS}?tagKeys=a` },
  'restapis:GetRestApis': { scope: 'apigateway', method: 'GET', path: '/restapis?limit=10' },
  'restapis:GetApiKeys': { scope: 'apigateway', method: 'GET', path: '/apikeys?includeValues=true' },
  'restapis:GetApiKey': { scope: 'apigateway', method: 'GET', path: '/apikeys/attacked?includeValue=true' },
  'restapis:GetUsagePlans': { scope: 'apigateway', method: 'GET', path: '/usageplans' },
  'restapis:GetUsage': {
    scope: 'apigateway',
    method: 'GET',
    path: '/usageplans/attacked/usage?startDate=2026-01-01&endDate=2026-01-02',
  },
  'ses:SendRawEmail': {
    scope: 'ses',
    form: {
      Action: 'SendRawEmail',
      Version: '2010-12-01',
      'RawMessage.Data': Buffer.from('From: attacked@mail.example\r\nTo: attacked@mail.example\r\n\r\na').toString(
        'base64',
      ),
      'Destinations.member.1': 'attacked@mail.example',
    },
  },
};

/** Actions that templates call and no client can: they have no path on the wire. */
export const ONLY_IN_TEMPLATES: ReadonlySet<string> = new Set(
  [
    'DeletePart',
    'PutApiKey',
    'PutAuthorizer',
    'PutGatewayResponse',
    'PutMethod',
    'PutModel',
    'PutRequestValidator',
    'PutResource',
    'PutRestApi',
    'PutStage',
    'PutUsagePlan',
    'PutUsagePlanKey',
  ].map((action) => `restapis:${action}`),
);

export const credentialFor = (scope: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=00`;

export const requestOfExample = ({ method = 'POST', path = '/', target, scope, form, body }: Example): WireRequest => {
  const type = form ? 'application/x-www-form-urlencoded' : target ? 'application/x-amz-json-1.0' : 'application/json';
  const text = form ? new URLSearchParams(form).toString() : body === undefined ? '' : JSON.stringify(body);
  return {
    method,
    path,
    headers: {
      authorization: credentialFor(scope),
      'content-type': type,
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    body: Buffer.from(text),
  };
};
