import { AwsError, badRequest } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import { only } from '../../core/parameters/bad-request.ts';
import type { Input } from '../../core/parameters/input.ts';
import type { Action } from '../../core/service.ts';
import type { DefinitionTable } from '../../core/store/definition-table.ts';
import type { Kinds } from './definitions.ts';
import { object, optionalNumber, optionalText, requiredText } from './parameters.ts';

/** Under which the gateway serves GraphQL APIs, each by its name. */
export const SITE_PREFIX = '/_graphql/';

export interface Parts {
  readonly table: DefinitionTable<Kinds>;
  readonly kernel: Kernel;
}

const WEEK_SECONDS = 7 * 86_400;
/** What a key begins with. */
const KEY_PREFIX = 'da2-';

/**
 * What the template's AWS::AppSync types call, with their properties and the ids they get.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_AppSync.html
 */
export const appsyncActions = (parts: Parts): Record<string, Action> => ({
  PutApi: async (input) => {
    const id = requiredText(input, 'Id');
    const name = requiredText(input, 'Name');
    only(input, 'AuthenticationType', 'API_KEY');
    await parts.table.put('api', { id, name }, () => {
      if (parts.table.all('api').some((each) => each.name === name && each.id !== id))
        throw new AwsError('ConflictException', `There is an API named ${name} already, and its name is its address.`);
    });
    return { GraphQLUrl: `${parts.kernel.endpoint()}${SITE_PREFIX}${encodeURIComponent(name)}` };
  },
  PutSchema: async (input) => {
    const definition = requiredText(input, 'Definition');
    await checkSchema(definition);
    return put(parts, 'schema', { id: requiredText(input, 'ApiId'), definition });
  },
  PutApiKey: (input) => putKey(parts, input),
  PutDataSource: (input) => {
    only(input, 'Type', 'AWS_LAMBDA');
    const apiId = requiredText(input, 'ApiId');
    const name = requiredText(input, 'Name');
    const functionArn = requiredText(object(input, 'LambdaConfig'), 'LambdaFunctionArn');
    return put(parts, 'dataSource', {
      id: `${apiId}/${name}`,
      apiId,
      name,
      functionArn,
      roleArn: requiredText(input, 'ServiceRoleArn'),
    });
  },
  PutResolver: (input) => {
    only(input, 'Kind', 'UNIT');
    const apiId = requiredText(input, 'ApiId');
    const field = `${requiredText(input, 'TypeName')}.${requiredText(input, 'FieldName')}`;
    return put(parts, 'resolver', {
      id: `${apiId}/${field}`,
      apiId,
      field,
      dataSource: requiredText(input, 'DataSourceName'),
    });
  },
  DeletePart: async (input) => {
    await parts.table.remove(requiredText(input, 'Kind') as keyof Kinds, requiredText(input, 'Id'));
    return {};
  },
});

const put = async <K extends keyof Kinds>({ table }: Parts, kind: K, part: Kinds[K]): Promise<object> => {
  await table.put(kind, part);
  return {};
};

/** A key stays the same when only its expiry changes. */
const putKey = async ({ table, kernel }: Parts, input: Input): Promise<object> => {
  const apiId = requiredText(input, 'ApiId');
  const before = optionalText(input, 'Key');
  const id =
    before ??
    `${KEY_PREFIX}${kernel.ids
      .secret(30)
      .replaceAll(/[^a-z0-9]/gi, '')
      .toLowerCase()
      .slice(0, 26)}`;
  const expires = optionalNumber(input, 'Expires') ?? Math.floor(kernel.clock.now() / 1000) + WEEK_SECONDS;
  await table.put('key', { id, apiId, expires });
  return { ApiKey: id };
};

const checkSchema = async (definition: string): Promise<void> => {
  const { schemaOf } = await import('./execute.ts');
  try {
    schemaOf(definition);
  } catch (error) {
    throw badRequest(`The schema is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
};
