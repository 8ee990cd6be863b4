import { AwsError, badRequest, unsupported } from '../../../../core/aws/aws-error.ts';
import { madeId } from '../../../../core/cloudformation/made-id.ts';
import type { Ids } from '../../../../core/ids.ts';
import { only } from '../../../../core/parameters/bad-request.ts';
import type { Input } from '../../../../core/parameters/input.ts';
import { offsetOf, offsetPage } from '../../../../core/parameters/pages.ts';
import type { Action, Call } from '../../../../core/service.ts';
import { notFound } from '../../errors.ts';
import { parsedBody, titleOf } from '../../openapi/body.ts';
import { optionalNumber, optionalText, requiredText } from '../../parameters.ts';
import type { ApiStore } from '../api-store.ts';
import type { Api, Kinds } from '../definitions.ts';
import { HTTP_API_TYPES } from '../resources.ts';
import { SHOWN, type Shown, shownApi } from './shown.ts';

/** What the actions of the API need of the actions that create the resources of templates. */
export interface ControlPlaneContext {
  readonly apis: ApiStore;
  readonly ids: Ids;
  readonly actions: Readonly<Record<string, Action>>;
  readonly addressOf: (api: Api) => string;
}

const ID_LENGTH = 10;
const MAX_PAGE = 100;

/** The parts of an API: the name in the names of actions, and the member with the id. */
const PARTS = {
  route: { name: 'Route', idMember: 'RouteId' },
  integration: { name: 'Integration', idMember: 'IntegrationId' },
  authorizer: { name: 'Authorizer', idMember: 'AuthorizerId' },
  stage: { name: 'Stage', idMember: 'StageName' },
} as const satisfies Record<keyof Kinds, { readonly name: string; readonly idMember: string }>;

/** Properties of a template's API that the API has in actions of their own. */
const IMPORTED = ['Body', 'BodyS3Location', 'BasePath'];

/** Throws UnsupportedOperation for a member that this runtime does not carry out. */
const refuseOthers = (action: string, type: string, input: Input, more: readonly string[]): void => {
  const declared = HTTP_API_TYPES[`AWS::ApiGatewayV2::${type}`];
  const properties = declared?.kind === 'runs' ? declared.properties : {};
  for (const name of Object.keys(input))
    if (!more.includes(name) && (IMPORTED.includes(name) || typeof (properties[name] ?? '') === 'string'))
      throw unsupported(`${name} of apigatewayv2:${action}`);
};

const page = (items: readonly Shown[], input: Input): object => {
  const offset = offsetOf(optionalText(input, 'NextToken'));
  const size = optionalNumber(input, 'MaxResults') ?? MAX_PAGE;
  if (offset === undefined || !Number.isInteger(size) || size < 1) throw badRequest('Invalid pagination parameters');
  const { items: Items, next } = offsetPage(items, offset, size);
  return { Items, ...(next !== undefined && { NextToken: next }) };
};

const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { statusCode: 409 });

const perform = (context: ControlPlaneContext, action: string, input: Input, call: Call): Promise<unknown> =>
  Promise.resolve(context.actions[action]?.(input, call));

const apiActions = (context: ControlPlaneContext): Record<string, Action> => {
  const { apis, ids, addressOf } = context;
  const find = (input: Input): Api => requireApi(apis, input);
  const shown = (api: Api): Shown => shownApi(api, addressOf(api));
  return {
    CreateApi: async (input, call) => {
      refuseOthers('CreateApi', 'Api', input, []);
      const ApiId = madeId(ids.uuid(), ID_LENGTH);
      await perform(context, 'AddApi', { ...input, ApiId }, call);
      return shown(find({ ApiId }));
    },
    GetApi: (input) => shown(find(input)),
    GetApis: (input) => page(apis.all().map(shown), input),
    UpdateApi: async (input, call) => {
      refuseOthers('UpdateApi', 'Api', input, ['ApiId']);
      await perform(context, 'PutApi', { ...shown(find(input)), ...input }, call);
      return shown(find(input));
    },
    ImportApi: async (input, call) => {
      const ApiId = madeId(ids.uuid(), ID_LENGTH);
      await perform(context, 'AddApi', { ...importedApi(input), ApiId }, call);
      return shown(find({ ApiId }));
    },
    ReimportApi: async (input, call) => {
      await perform(context, 'PutApi', { ...importedApi(input), ApiId: find(input).apiId }, call);
      return shown(find(input));
    },
    DeleteApi: (input, call) => perform(context, 'RemoveApi', { ApiId: find(input).apiId }, call),
  };
};

/** The properties of an API whose OpenAPI document a client sends. The base path in the document is ignored. */
const importedApi = (input: Input): Input => {
  only(input, 'Basepath', 'ignore');
  const Body = parsedBody(requiredText(input, 'Body'), 'Body');
  const Name = titleOf(Body);
  if (Name === undefined) throw badRequest('Body.info.title must not be empty');
  return { Name, Body };
};

const requireApi = (apis: ApiStore, input: Input): Api => {
  const apiId = requiredText(input, 'ApiId');
  const api = apis.api(apiId);
  if (!api) throw notFound(`Invalid API identifier specified ${apiId}`);
  return api;
};

const refuseExisting = (parts: readonly Shown[], kind: keyof Kinds, { RouteKey }: Input): void => {
  if (kind === 'route' && parts.some((part) => part.RouteKey === RouteKey))
    throw conflict(`Route with key ${String(RouteKey)} already exists for this API`);
  if (kind === 'stage' && parts.length > 0) throw conflict('Stage already exists');
};

const partActions = <K extends keyof Kinds>(context: ControlPlaneContext, kind: K): Record<string, Action> => {
  const { apis, ids } = context;
  const { name, idMember } = PARTS[kind];
  const all = (input: Input): Shown[] => {
    const { apiId } = requireApi(apis, input);
    const authorizers = apis.parts(apiId, 'authorizer');
    return [...apis.parts(apiId, kind).values()].map((part) => SHOWN[kind](part, authorizers));
  };
  const find = (input: Input): Shown => {
    const id = requiredText(input, idMember);
    const part = all(input).find((each) => each[idMember] === id);
    if (!part) throw notFound(`Invalid ${name} identifier specified`);
    return part;
  };
  const put = async (input: Input, call: Call): Promise<Shown> => {
    await perform(context, `Put${name}`, input, call);
    return find(input);
  };
  return {
    [`Create${name}`]: (input, call) => {
      refuseOthers(`Create${name}`, name, input, []);
      refuseExisting(all(input), kind, input);
      return put(kind === 'stage' ? input : { ...input, [idMember]: madeId(ids.uuid(), ID_LENGTH) }, call);
    },
    [`Get${name}`]: find,
    [`Get${name}s`]: (input) => page(all(input), input),
    [`Update${name}`]: (input, call) => {
      refuseOthers(`Update${name}`, name, input, [idMember]);
      const { ApiId } = input;
      return put({ ...find(input), ...input, ApiId }, call);
    },
    [`Delete${name}`]: (input, call) => {
      find(input);
      return perform(context, `Remove${name}`, input, call);
    },
  };
};

/**
 * The actions with which clients create, read, change and delete HTTP APIs. Their members have the names of a template's
 * properties; the protocol converts them.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html
 */
export const controlPlaneActions = (context: ControlPlaneContext): Record<string, Action> => ({
  ...apiActions(context),
  ...partActions(context, 'route'),
  ...partActions(context, 'integration'),
  ...partActions(context, 'authorizer'),
  ...partActions(context, 'stage'),
});
