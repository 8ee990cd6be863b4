import type { Issuers } from '../../../core/issuers.ts';
import type { RequestFacts } from '../../../core/path-handler.ts';
import { headersOf } from '../../../core/payload/event.ts';
import type { WireRequest } from '../../../core/service.ts';
import type { DefinitionTable } from '../../../core/store/definition-table.ts';
import type { GraphqlApi, Kinds, Mode } from '../definitions.ts';
import type { GraphqlRequest } from '../execute.ts';
import { authorizeByFunction, type FunctionTools } from './function.ts';
import { authorizeSigner } from './iam.ts';
import { type Refusal, type Session, unauthorized } from './session.ts';
import { authorizeUser } from './user-pool.ts';

/** A request to an API. */
export interface ApiRequest {
  readonly api: GraphqlApi;
  readonly request: WireRequest;
  readonly facts: RequestFacts;
  readonly graphql: GraphqlRequest;
}

export interface AuthorizationTools extends FunctionTools {
  readonly table: DefinitionTable<Kinds>;
  readonly issuers: Issuers;
}

const ONLY_KEYS: readonly Mode[] = [{ type: 'API_KEY' }];

export const modesOf = ({ modes = ONLY_KEYS }: GraphqlApi): readonly Mode[] => modes;

const SIGNATURE = /^AWS4-HMAC-SHA256\s/;
const WEB_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Authorizes a request in the mode that its headers choose: a signature chooses IAM, a JSON web token the user pools,
 * any other token the function, and no token the API key. AWS documents no order for a request with several of them.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export const authorize = async (asked: ApiRequest, tools: AuthorizationTools): Promise<Session | Refusal> => {
  const { api, request, facts } = asked;
  const { clock } = tools.kernel;
  const modes = modesOf(api);
  const { authorization = '' } = request.headers;
  const byIdentity = modes.find((mode) => mode.type === 'AWS_IAM');
  if (byIdentity && SIGNATURE.test(authorization))
    return authorizeSigner(tools.kernel, { apiId: api.id, mode: byIdentity }, facts);
  const pools = modes.filter((mode) => mode.type === 'AMAZON_COGNITO_USER_POOLS');
  if (pools.length > 0 && WEB_TOKEN.test(authorization)) {
    // Uses wall-clock time, as the issuers of tokens do.
    const nowMs = clock.now() - clock.offsetMs();
    return authorizeUser(pools, tools.issuers, { token: authorization, nowMs });
  }
  const byFunction = modes.find((mode) => mode.type === 'AWS_LAMBDA');
  if (byFunction && authorization !== '')
    return authorizeByFunction(
      byFunction,
      { apiId: api.id, token: authorization, event: eventOf(asked, tools) },
      tools,
    );
  const byKey = modes.find((mode) => mode.type === 'API_KEY');
  if (!byKey) return unauthorized('Valid authorization header not provided.');
  return hasKey(asked, tools) ? { mode: byKey, groups: [], identity: null, allows: () => true } : unauthorized();
};

const hasKey = ({ api, request }: ApiRequest, { table, kernel }: AuthorizationTools): boolean => {
  const given = request.headers['x-api-key'];
  const key = typeof given === 'string' ? table.find('key', given) : undefined;
  return key !== undefined && key.apiId === api.id && key.expires * 1000 > kernel.clock.now();
};

const eventOf = ({ api, request, facts, graphql }: ApiRequest, { kernel }: AuthorizationTools): object => {
  const { authorization: _, ...requestHeaders } = headersOf(request);
  return {
    requestContext: {
      apiId: api.id,
      accountId: kernel.home.accountId,
      requestId: facts.requestId,
      queryString: graphql.query,
      operationName: graphql.operationName ?? null,
      variables: graphql.variables,
    },
    requestHeaders,
  };
};
