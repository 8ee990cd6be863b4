import * as sdk from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { Endpoint } from './endpoint.ts';
import { API_KEY } from './system.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const KEY = API_KEY as Pick<sdk.CreateConnectionCommandInput, 'AuthorizationType' | 'AuthParameters'>;

let aws: OneMachine;
let events: sdk.EventBridgeClient;
let endpoint: Endpoint;
beforeAll(async () => {
  aws = await start({ log: quiet });
  events = new sdk.EventBridgeClient(aws.clientConfig);
  endpoint = await Endpoint.start();
});
afterAll(async () => {
  await aws.stop();
  await endpoint.stop();
});

const connect = (Name: string, more: Partial<sdk.CreateConnectionCommandInput> = {}) =>
  events.send(new sdk.CreateConnectionCommand({ Name, ...KEY, ...more }));
const describeConnection = (Name: string) => events.send(new sdk.DescribeConnectionCommand({ Name }));
const destination = (Name: string, ConnectionArn: string, more: Partial<sdk.CreateApiDestinationCommandInput> = {}) =>
  events.send(
    new sdk.CreateApiDestinationCommand({
      Name,
      ConnectionArn,
      InvocationEndpoint: 'https://partner.example/hook',
      HttpMethod: 'POST',
      ...more,
    }),
  );

test('a connection is described without its secrets', async () => {
  const created = await connect('described', {
    Description: 'first',
    AuthParameters: {
      ...KEY.AuthParameters,
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: 'x-open', Value: 'shown', IsValueSecret: false },
          { Key: 'x-secret', Value: 'hidden-2204', IsValueSecret: true },
        ],
      },
    },
  });
  expect(created).toMatchObject({ ConnectionState: 'AUTHORIZED', CreationTime: expect.any(Date) });
  const { $metadata: _, ...described } = await describeConnection('described');
  expect(described).toMatchObject({
    Name: 'described',
    Description: 'first',
    ConnectionArn: created.ConnectionArn,
    ConnectionState: 'AUTHORIZED',
    AuthorizationType: 'API_KEY',
    LastAuthorizedTime: expect.any(Date),
    AuthParameters: {
      ApiKeyAuthParameters: { ApiKeyName: 'x-api-key' },
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: 'x-open', Value: 'shown', IsValueSecret: false },
          { Key: 'x-secret', IsValueSecret: true },
        ],
      },
    },
  });
  expect(JSON.stringify(described)).not.toMatch(/key-value-7391|hidden-2204/);
});

test('UpdateConnection keeps the members that it does not name; DeauthorizeConnection removes the parameters', async () => {
  const { ConnectionArn } = await connect('changed');
  await events.send(
    new sdk.UpdateConnectionCommand({
      Name: 'changed',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-other', ApiKeyValue: undefined } },
    }),
  );
  expect(await describeConnection('changed')).toMatchObject({
    ConnectionArn,
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-other' } },
  });
  const basic = { BasicAuthParameters: { Username: 'u', Password: 'p' } };
  await events.send(
    new sdk.UpdateConnectionCommand({ Name: 'changed', AuthorizationType: 'BASIC', AuthParameters: basic }),
  );
  const described = await describeConnection('changed');
  expect(described.AuthParameters).toEqual({ BasicAuthParameters: { Username: 'u' } });
  const answer = await events.send(new sdk.DeauthorizeConnectionCommand({ Name: 'changed' }));
  expect(answer.ConnectionState).toBe('DEAUTHORIZING');
  expect(await describeConnection('changed')).toMatchObject({ ConnectionState: 'DEAUTHORIZED' });
  const again = await events.send(new sdk.UpdateConnectionCommand({ Name: 'changed', AuthParameters: basic }));
  expect(again.ConnectionState).toBe('AUTHORIZED');
});

test('the state of an OAuth connection shows whether a token could be fetched', async () => {
  const AuthParameters = {
    OAuthParameters: {
      ClientParameters: { ClientID: 'id', ClientSecret: 'secret' },
      AuthorizationEndpoint: `${endpoint.url}/token`,
      HttpMethod: 'GET' as const,
    },
  };
  endpoint.answer = () => ({ status: 400 });
  const created = await connect('oauth', { AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS', AuthParameters });
  expect(created.ConnectionState).toBe('AUTHORIZING');
  await aws.settled();
  expect(await describeConnection('oauth')).toMatchObject({
    ConnectionState: 'DEAUTHORIZED',
    StateReason: expect.stringContaining('400'),
  });
  endpoint.answer = () => ({ status: 200, body: '{"access_token":"t"}' });
  await events.send(new sdk.UpdateConnectionCommand({ Name: 'oauth', AuthParameters }));
  await aws.settled();
  expect(await describeConnection('oauth')).toMatchObject({ ConnectionState: 'AUTHORIZED' });
  expect(endpoint.received.at(-1)?.url).toBe('/token?grant_type=client_credentials&client_id=id&client_secret=secret');
});

test('an API destination is created, described, changed, listed in pages and deleted', async () => {
  const { ConnectionArn = '' } = await connect('paged');
  for (const name of ['page-a', 'page-b', 'page-c']) await destination(name, ConnectionArn);
  expect(await events.send(new sdk.DescribeApiDestinationCommand({ Name: 'page-a' }))).toMatchObject({
    ApiDestinationArn: expect.stringContaining(':api-destination/page-a/'),
    ApiDestinationState: 'ACTIVE',
    ConnectionArn,
    HttpMethod: 'POST',
    InvocationEndpoint: 'https://partner.example/hook',
    InvocationRateLimitPerSecond: 300,
  });
  const list = (more: sdk.ListApiDestinationsCommandInput) =>
    events.send(new sdk.ListApiDestinationsCommand({ NamePrefix: 'page-', Limit: 2, ...more }));
  const first = await list({});
  const second = await list({ ConnectionArn, NextToken: first.NextToken });
  expect([...(first.ApiDestinations ?? []), ...(second.ApiDestinations ?? [])].map(({ Name }) => Name)).toEqual([
    'page-a',
    'page-b',
    'page-c',
  ]);
  expect(second.NextToken).toBeUndefined();
  await events.send(
    new sdk.UpdateApiDestinationCommand({ Name: 'page-a', HttpMethod: 'PUT', InvocationRateLimitPerSecond: 7 }),
  );
  await events.send(new sdk.DeleteConnectionCommand({ Name: 'paged' }));
  expect(await events.send(new sdk.DescribeApiDestinationCommand({ Name: 'page-a' }))).toMatchObject({
    ApiDestinationState: 'INACTIVE',
    HttpMethod: 'PUT',
    InvocationRateLimitPerSecond: 7,
    InvocationEndpoint: 'https://partner.example/hook',
  });
  await events.send(new sdk.DeleteApiDestinationCommand({ Name: 'page-a' }));
  await expect(events.send(new sdk.DescribeApiDestinationCommand({ Name: 'page-a' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Failed to describe the api-destination(s). An api-destination 'page-a' does not exist.",
  });
  const { Connections = [] } = await events.send(new sdk.ListConnectionsCommand({ NamePrefix: 'pag' }));
  expect(Connections).toEqual([]);
});

test('refuses names that exist, connections that do not exist, and wrong parameters, without showing a secret', async () => {
  const { ConnectionArn = '' } = await connect('used');
  await destination('used', ConnectionArn);
  await expect(connect('used')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await expect(destination('used', ConnectionArn)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await expect(destination('other', ConnectionArn.replace(/.{4}$/, '0000'))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(describeConnection('missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const wrong = { ApiKeyAuthParameters: { ApiKeyName: 'x', ApiKeyValue: 'secret:9921' } };
  await expect(connect('wrong', { AuthParameters: wrong })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.not.stringContaining('9921'),
  });
  await expect(connect('wrong', { AuthorizationType: 'BASIC' })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(connect('a b')).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    events.send(new sdk.UpdateConnectionCommand({ Name: 'used', KmsKeyIdentifier: 'k' })),
  ).rejects.toMatchObject({ name: 'UnsupportedOperation' });
});

test.each([
  ['another host by HTTP', 'http://partner.example/hook'],
  ['another protocol', 'ftp://127.0.0.1/hook'],
  ['a user name', 'https://user@partner.example/hook'],
  ['no URL', 'INSERT_VALUE'],
])('refuses an endpoint with %s', async (_, InvocationEndpoint) => {
  const { ConnectionArn = '' } = await connect(`endpoint-${_.replaceAll(' ', '-')}`);
  await expect(destination('endpoint', ConnectionArn, { InvocationEndpoint })).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Failed to create the api-destination(s). Parameter InvocationEndpoint is not valid. Reason: Endpoint '${InvocationEndpoint}' is invalid, please provide a valid HTTPS endpoint URL.`,
  });
});

test('refuses the address of the runtime itself, whatever its name', async () => {
  const { ConnectionArn = '' } = await connect('itself');
  const { port } = new URL(aws.endpoint);
  for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '127.1', '2130706433'])
    await expect(
      destination('itself', ConnectionArn, { InvocationEndpoint: `http://${host}:${port}/_local/clock` }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Parameter InvocationEndpoint is not valid. Reason: It is the address of this runtime.',
    });
});

test('a client cannot invoke an API destination, and HttpParameters are refused for other targets', async () => {
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': 'AWSEvents.InvokeApiDestination',
      'content-type': 'application/x-amz-json-1.1',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request',
    },
    body: '{}',
  });
  expect(await answer.json()).toMatchObject({ __type: expect.stringContaining('AccessDeniedException') });
  await events.send(new sdk.PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:q';
  await expect(
    events.send(new sdk.PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'q', Arn, HttpParameters: {} }] })),
  ).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  const hook = 'arn:aws:events:us-east-1:000000000000:api-destination/a/b';
  await expect(
    events.send(new sdk.PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'h', Arn: hook }] })),
  ).rejects.toMatchObject({ message: `RoleArn is required for target ${hook}.` });
});
