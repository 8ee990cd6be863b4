import { AwsError, badRequest } from '../../core/aws/aws-error.ts';
import type { Ids } from '../../core/ids.ts';
import type { Issuers } from '../../core/issuers.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Input } from '../../core/parameters/input.ts';
import type { Action } from '../../core/service.ts';
import type { DefinitionTable } from '../../core/store/definition-table.ts';
import { urlPart } from '../../core/text/url-part.ts';
import type { Kinds, Mode } from './definitions.ts';
import { optionalMap, optionalNumber, optionalText, requiredText } from './parameters.ts';
import { readModes } from './read/authorization.ts';
import { readSource } from './read/data-source.ts';
import { checkVersion, readResolver, readStep } from './read/resolver.ts';

/** Path prefix of GraphQL APIs at the gateway; the name of the API follows it. */
export const PATH_PREFIX = '/_graphql/';

/** The objects that all AppSync actions use. */
export interface AppsyncContext {
  readonly table: DefinitionTable<Kinds>;
  readonly kernel: Kernel;
  readonly issuers: Issuers;
}

const WEEK_SECONDS = 7 * 86_400;
/** The prefix of API keys on AppSync. */
const KEY_PREFIX = 'da2-';

/**
 * The actions that create AWS::AppSync resources of templates. Their inputs are the properties of the resource and its
 * ids. They throw BadRequestException and ConflictException.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_AppSync.html
 */
export const appsyncActions = (context: AppsyncContext): Record<string, Action> => ({
  PutApi: async (input) => {
    const id = requiredText(input, 'Id');
    const name = requiredText(input, 'Name');
    const environment = optionalMap(input, 'EnvironmentVariables') ?? {};
    const modes = readModes(input, context.kernel.home);
    checkPools(modes, context.issuers);
    await context.table.put('api', { id, name, environment, modes }, () => {
      if (context.table.all('api').some((each) => each.name === name && each.id !== id))
        throw new AwsError(
          'ConflictException',
          `An API named ${name} already exists. Choose another name: the API's address contains it.`,
        );
    });
    return { GraphQLUrl: `${context.kernel.endpoint()}${PATH_PREFIX}${urlPart(name)}` };
  },
  PutSchema: async (input) => {
    const { checkDefinition, ignoredDirectives } = await import('./schema/schema.ts');
    const definition = checkDefinition(input);
    const directives = ignoredDirectives(definition);
    if (directives.length > 0) context.kernel.log.warn('AppSync ignores unknown directives.', { directives });
    return put(context, 'schema', { id: requiredText(input, 'ApiId'), definition });
  },
  PutApiKey: (input) => putKey(context, input),
  PutDataSource: (input) => {
    const apiId = requiredText(input, 'ApiId');
    const name = requiredText(input, 'Name');
    return put(context, 'dataSource', { ...readSource(input), id: `${apiId}/${name}`, apiId, name });
  },
  PutFunction: (input) => {
    checkVersion(input);
    const apiId = requiredText(input, 'ApiId');
    const id = `${apiId}/${requiredText(input, 'Id')}`;
    return put(context, 'function', { ...readStep(input, sourcesOf(context, apiId)), id });
  },
  PutResolver: (input) =>
    put(context, 'resolver', readResolver(input, sourcesOf(context, requiredText(input, 'ApiId')))),
  DeletePart: async (input) => {
    await context.table.remove(requiredText(input, 'Kind') as keyof Kinds, requiredText(input, 'Id'));
    return {};
  },
});

/** Throws BadRequestException for a user pool that does not exist. */
const checkPools = (modes: readonly Mode[], issuers: Issuers): void => {
  for (const mode of modes)
    if (mode.type === 'AMAZON_COGNITO_USER_POOLS' && !issuers.find(mode.issuer))
      throw badRequest(`The user pool ${mode.issuer.replace(/^.*\//, '')} is not a user pool of this runtime`);
};

const sourcesOf =
  ({ table }: AppsyncContext, apiId: string) =>
  (name: string) =>
    table.find('dataSource', `${apiId}/${name}`);

const put = async <K extends keyof Kinds>(
  { table }: AppsyncContext,
  kind: K,
  definition: Kinds[K],
): Promise<object> => {
  await table.put(kind, definition);
  return {};
};

/** Creates an API key. If the input has the member `Key`, changes the expiry of that key instead. */
const putKey = async ({ table, kernel }: AppsyncContext, input: Input): Promise<object> => {
  const apiId = requiredText(input, 'ApiId');
  const id = optionalText(input, 'Key') ?? newKey(kernel.ids);
  const expires = optionalNumber(input, 'Expires') ?? Math.floor(kernel.clock.now() / 1000) + WEEK_SECONDS;
  await table.put('key', { id, apiId, expires });
  return { ApiKey: id };
};

const newKey = (ids: Ids): string => {
  const characters = ids.secret(30).replaceAll(/[^a-z0-9]/gi, '');
  return `${KEY_PREFIX}${characters.toLowerCase().slice(0, 26)}`;
};
