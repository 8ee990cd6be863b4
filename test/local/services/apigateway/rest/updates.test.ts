import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { writeAssembly } from '../../../template/assemblies.ts';
import { one, urlOf } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html

type Json = Record<string, unknown>;

let directory: string;
let runtime: Runtime | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
});
const stop = async (): Promise<void> => {
  await runtime?.stop();
  runtime = undefined;
};
afterEach(async () => {
  await stop();
  removeDirectory(directory);
});

const mock = (status: number) => ({
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': `{"statusCode":${status}}` },
    responses: { default: { statusCode: status } },
  },
});
const document = (paths: Json): Json => ({ openapi: '3.0.1', info: { title: 'pets', version: '1' }, paths });
const CATS = document({ '/cats': { get: mock(201), put: mock(202) }, '/cats/{id}': { get: mock(203) } });
const DOGS = document({ '/dogs': { get: mock(204) }, '/cats': { get: mock(205) } });

/** Starts the runtime with the state of the start before. `files` are the assets, by their name. */
const start = async (
  api: Json,
  {
    files = {},
    path = 'mice',
    method = 'GET',
  }: { files?: Record<string, string>; path?: string; method?: string } = {},
): Promise<void> => {
  await stop();
  const assembly = join(directory, 'cdk.out');
  mkdirSync(assembly, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(assembly, name), content);
  const template = {
    Resources: {
      Api: one('AWS::ApiGateway::RestApi', api),
      Stage: one('AWS::ApiGateway::Stage', { RestApiId: { Ref: 'Api' }, StageName: 'v1' }),
      Mice: one('AWS::ApiGateway::Resource', {
        RestApiId: { Ref: 'Api' },
        ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        PathPart: path,
      }),
      GetMice: one('AWS::ApiGateway::Method', {
        RestApiId: { Ref: 'Api' },
        ResourceId: { Ref: 'Mice' },
        HttpMethod: method,
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode":206}' },
          IntegrationResponses: [{ StatusCode: '206' }],
        },
      }),
    },
    Outputs: {
      Url: { Value: { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.us-east-1.amazonaws.com/v1']] } },
    },
  };
  const assets = Object.fromEntries(Object.keys(files).map((name) => [name, name]));
  writeAssembly(assembly, { pets: template }, { assets });
  const log = { info: () => {}, warn: () => {}, error: console.error };
  runtime = await startRuntime({ port: 0, assembly, dataDir: join(directory, 'data'), log });
};

/** The status of each of these requests. A path that the API does not have gives 403. */
const statuses = async (...requests: string[]): Promise<number[]> => {
  const started = runtime;
  if (!started) throw new Error('The runtime has not started.');
  return Promise.all(
    requests.map(async (request) => {
      const [method = '', path] = request.split(' ');
      const answer = await fetch(`${urlOf(started)}${path}`, { method });
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
};
const ALL = ['GET /cats', 'PUT /cats', 'GET /cats/1', 'GET /dogs', 'GET /mice'];

test('A resource or a method that is replaced stays in its API, which keeps its id when its name changes', async () => {
  await start({ Name: 'first' });
  const before = runtime && urlOf(runtime).replace(runtime.endpoint, '');
  await start({ Name: 'second' }, { method: 'PUT' });
  expect(runtime && urlOf(runtime).replace(runtime.endpoint, '')).toBe(before);
  expect(await statuses('GET /mice', 'PUT /mice')).toEqual([403, 206]);
  await start({ Name: 'second' }, { method: 'PUT', path: 'rats' });
  expect(await statuses('PUT /mice', 'PUT /rats')).toEqual([403, 206]);
});

describe('A new document of an API', () => {
  test('replaces what the previous document defined, and keeps the resources of the template', async () => {
    await start({ Body: CATS });
    expect(await statuses(...ALL)).toEqual([201, 202, 203, 403, 206]);
    await start({ Body: CATS });
    expect(runtime?.deployment?.changes['AWS::ApiGateway::RestApi']).toEqual({ unchanged: 1 });
    expect(await statuses(...ALL)).toEqual([201, 202, 203, 403, 206]);
    await start({ Body: DOGS });
    expect(runtime?.deployment?.changes['AWS::ApiGateway::RestApi']).toEqual({ updated: 1 });
    expect(await statuses(...ALL)).toEqual([205, 403, 403, 204, 206]);
    await start({ Name: 'pets' });
    expect(await statuses(...ALL)).toEqual([403, 403, 403, 403, 206]);
  });

  test('is merged with the previous ones in the mode merge, until the mode overwrite', async () => {
    await start({ Body: CATS, Mode: 'merge' });
    await start({ Body: DOGS, Mode: 'merge' });
    expect(await statuses(...ALL)).toEqual([205, 202, 203, 204, 206]);
    await start({ Body: DOGS, Mode: 'overwrite' });
    expect(await statuses(...ALL)).toEqual([205, 403, 403, 204, 206]);
  });

  test('that is refused changes nothing', async () => {
    await start({ Body: CATS });
    await expect(start({ Body: { ...DOGS, openapi: '3.1.0' } })).rejects.toThrow('Body.openapi: 3.1.0');
    await start({ Body: CATS });
    expect(await statuses(...ALL)).toEqual([201, 202, 203, 403, 206]);
  });
});

describe('A document in an asset', () => {
  const location = (Key: string) => ({ BodyS3Location: { Bucket: { 'Fn::Sub': 'assets-${AWS::Region}' }, Key } });

  test('defines an API', async () => {
    await start(location('a1.json'), { files: { 'a1.json': JSON.stringify(CATS) } });
    expect(await statuses(...ALL)).toEqual([201, 202, 203, 403, 206]);
    await start(location('b2.json'), { files: { 'b2.json': JSON.stringify(DOGS) } });
    expect(await statuses(...ALL)).toEqual([205, 403, 403, 204, 206]);
  });

  test.each([
    ['in YAML', location('a.yaml'), { 'a.yaml': 'openapi: 3.0.1' }, 'OpenAPI documents in YAML are not supported'],
    ['that does not exist', location('b.json'), {}, 'BodyS3Location b.json is not a file among the assets'],
    ['with a version', { BodyS3Location: { Key: 'c.json', Version: '1' } }, {}, 'BodyS3Location.Version'],
    [
      'with an unknown extension',
      location('d.json'),
      { 'd.json': JSON.stringify({ ...CATS, 'x-amazon-apigateway-more': {} }) },
      'Body.x-amazon-apigateway-more: this extension is not supported here',
    ],
  ])('%s is refused before anything of the template is created', async (_, api, files, message) => {
    await expect(start(api, { files })).rejects.toThrow(/in the template cannot be run here:/);
    await expect(start(api, { files })).rejects.toThrow(message);
  });
});
