import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, role, startTemplate } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const ApiId = getAtt('Api', 'ApiId');

/** A data source of the API `Api`. */
export const source = (Type: string, more: Json = {}): Json =>
  one('AWS::AppSync::DataSource', { ApiId, Type, Name: `${Type.toLowerCase()}Source`, ...more });

/** A unit resolver with code; `sourceId` is the logical id of its data source. */
export const unit = (field: string, sourceId: string, Code: string): Json => {
  const [TypeName, FieldName] = field.split('.');
  const DataSourceName = getAtt(sourceId, 'Name');
  return one('AWS::AppSync::Resolver', {
    ApiId,
    TypeName,
    FieldName,
    DataSourceName,
    Code,
    Kind: 'UNIT',
    Runtime: RUNTIME,
  });
};

/** A function of pipelines. */
export const step = (sourceId: string, Code: string): Json =>
  one('AWS::AppSync::FunctionConfiguration', {
    ApiId,
    Name: 'step',
    DataSourceName: getAtt(sourceId, 'Name'),
    Code,
    Runtime: RUNTIME,
  });

/** A resolver with the functions of these logical ids. */
export const pipeline = (field: string, functionIds: readonly string[], Code: string): Json => {
  const [TypeName, FieldName] = field.split('.');
  const PipelineConfig = { Functions: functionIds.map((id) => getAtt(id, 'FunctionId')) };
  return one('AWS::AppSync::Resolver', {
    ApiId,
    TypeName,
    FieldName,
    PipelineConfig,
    Code,
    Kind: 'PIPELINE',
    Runtime: RUNTIME,
  });
};

/** Code of a data source NONE: the payload of `request` is the value. Both are expressions of `ctx`. */
export const local = (payload: string, value = 'ctx.result'): string => `
import { util, runtime } from '@aws-appsync/utils';
export function request(ctx) { return { payload: ${payload} }; }
export function response(ctx) { return ${value}; }`;

/** A template with an API that has an API key, a function, and a role for data sources with these statements. */
export const apiTemplate = (Definition: string, resources: Json, statements: readonly unknown[] = []): Json => ({
  Resources: {
    ...FUNCTION,
    SourceRole: role('appsync.amazonaws.com', [
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt('Function') },
      ...statements,
    ]),
    Api: one('AWS::AppSync::GraphQLApi', {
      Name: 'pets',
      AuthenticationType: 'API_KEY',
      EnvironmentVariables: { stage: 'test' },
    }),
    Schema: one('AWS::AppSync::GraphQLSchema', { ApiId, Definition }),
    Key: one('AWS::AppSync::ApiKey', { ApiId }),
    ...resources,
  },
  Outputs: { Url: { Value: getAtt('Api', 'GraphQLUrl') }, Key: { Value: getAtt('Key', 'ApiKey') } },
});

export interface GraphqlAnswer {
  readonly data?: Json | null;
  readonly errors?: Json[];
}

/** A client of the API of a runtime. */
export const clientOf =
  ({ deployment }: Runtime) =>
  async (query: string, variables: Json = {}, headers: Record<string, string> = {}): Promise<GraphqlAnswer> => {
    const output = (wanted: string) => deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';
    const answer = await fetch(output('Url'), {
      method: 'POST',
      headers: { ...headers, 'x-api-key': output('Key') },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as GraphqlAnswer;
  };

export { getAtt, startTemplate };
