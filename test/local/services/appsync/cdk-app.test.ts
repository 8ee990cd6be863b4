import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { AppsyncFunction, Code, Definition, FunctionRuntime, GraphqlApi, Resolver } from 'aws-cdk-lib/aws-appsync';
import { AttributeType, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { temporaryDirectory } from '../../kernel.ts';
import { clientOf } from './graphql-api.ts';

process.env.CDK_VALIDATION = 'false';

const SCHEMA = `
type Query { pet(id: ID!): Pet }
type Mutation { addPet(name: String!): Pet }
type Pet { id: ID!  name: String!  addedAt: AWSDateTime!  shout: String }
schema { query: Query  mutation: Mutation }`;

const NAMED = `
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  if (ctx.args.name === '') util.error('A pet needs a name.', 'NoName');
  return { payload: ctx.args.name };
}
export function response(ctx) {
  ctx.stash.pet = { id: util.autoId(), name: ctx.result, addedAt: util.time.nowISO8601() };
  return ctx.stash.pet;
}`;

const PUT = `
import { put } from '@aws-appsync/utils/dynamodb';
export function request(ctx) {
  const { id, ...item } = ctx.stash.pet;
  return put({ key: { id }, item });
}
export const response = (ctx) => ctx.result;`;

const AROUND = `
export const request = () => ({});
export const response = (ctx) => ctx.prev.result;`;

const GET = `
import * as ddb from '@aws-appsync/utils/dynamodb';
export const request = (ctx) => ddb.get({ key: { id: ctx.args.id } });
export const response = (ctx) => ctx.result;`;

const SHOUT = `
export const request = (ctx) => ({ payload: ctx.source.name.toUpperCase() });
export const response = (ctx) => ctx.result;`;

const runtime = FunctionRuntime.JS_1_0_0;

const synthesize = (directory: string): string => {
  const app = new App({ outdir: join(directory, 'cdk.out') });
  const stack = new Stack(app, 'pets');
  const schemaFile = join(directory, 'schema.graphql');
  const codeFile = join(directory, 'get.js');
  writeFileSync(schemaFile, SCHEMA);
  writeFileSync(codeFile, GET);
  const api = new GraphqlApi(stack, 'Api', { name: 'pets', definition: Definition.fromFile(schemaFile) });
  const table = new Table(stack, 'Pets', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const pets = api.addDynamoDbDataSource('Source', table as ITable);
  const none = api.addNoneDataSource('None');
  const named = new AppsyncFunction(stack, 'Named', {
    name: 'named',
    api,
    dataSource: none,
    runtime,
    code: Code.fromInline(NAMED),
  });
  const written = new AppsyncFunction(stack, 'Put', {
    name: 'put',
    api,
    dataSource: pets,
    runtime,
    code: Code.fromInline(PUT),
  });
  new Resolver(stack, 'AddPet', {
    api,
    typeName: 'Mutation',
    fieldName: 'addPet',
    runtime,
    code: Code.fromInline(AROUND),
    pipelineConfig: [named, written],
  });
  pets.createResolver('Pet', { typeName: 'Query', fieldName: 'pet', runtime, code: Code.fromAsset(codeFile) });
  none.createResolver('Shout', { typeName: 'Pet', fieldName: 'shout', runtime, code: Code.fromInline(SHOUT) });
  new CfnOutput(stack, 'Url', { value: api.graphqlUrl });
  new CfnOutput(stack, 'Key', { value: api.apiKey ?? '' });
  return app.synth().directory;
};

let started: Runtime | undefined;
afterEach(() => started?.stop());

test('A CDK app with a pipeline, a table and code from a file runs, also after a restart', async () => {
  const directory = temporaryDirectory();
  const assembly = synthesize(directory);
  const log = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  const start = () => startRuntime({ port: 0, assembly, log, dataDir: join(directory, 'data') });

  started = await start();
  const added = await clientOf(started)('mutation { addPet(name: "Rex") { id name shout } }');
  expect(added).toEqual({ data: { addPet: { id: expect.any(String), name: 'Rex', shout: 'REX' } } });
  expect(await clientOf(started)('mutation { addPet(name: "") { id } }')).toMatchObject({
    data: { addPet: null },
    errors: [{ path: ['addPet'], errorType: 'NoName', message: 'A pet needs a name.' }],
  });
  await started.stop();

  started = await start();
  const { id } = (added.data?.addPet ?? {}) as { id?: string };
  expect(await clientOf(started)('query ($id: ID!) { pet(id: $id) { name } }', { id })).toEqual({
    data: { pet: { name: 'Rex' } },
  });
  expect(await clientOf(started)('{ pet(id: "other") { name } }')).toEqual({ data: { pet: null } });
});
