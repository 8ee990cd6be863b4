import type { Home } from '../../../core/aws/arn.ts';
import { AwsError, badRequest } from '../../../core/aws/aws-error.ts';
import type { Clock } from '../../../core/clock/clock.ts';
import type { Ids } from '../../../core/ids.ts';
import type { Issuers } from '../../../core/issuers.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import type { Action } from '../../../core/service.ts';
import { notFound } from '../errors.ts';
import type { Throttle } from '../http/definitions.ts';
import {
  flag,
  type Input,
  object,
  objectList,
  optionalMap,
  optionalNumber,
  optionalText,
  requiredText,
} from '../parameters.ts';
import { type Kinds, PERIODS, type Quota, type UsagePlan } from './definitions.ts';
import type { RestPart } from './openapi/define-rest-api.ts';
import { PART_READERS, type PartTools } from './parts.ts';
import { readApi } from './read-api.ts';
import type { RestStore } from './rest-store.ts';
import { periodOf } from './usage.ts';

/** The objects that all actions on REST APIs use. */
export interface RestApiContext {
  readonly store: RestStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly issuers: Issuers;
  readonly home: Home;
  /** The address of this runtime. */
  endpoint(): string;
}

/**
 * The actions that create AWS::ApiGateway resources of templates, and the actions with which the AWS CLI reads them.
 * They throw BadRequestException and NotFoundException.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html
 */
export const restApiActions = (context: RestApiContext): Record<string, Action> => ({
  PutRestApi: async (input) => {
    const { api, parts } = readApi(input, context.home, toolsOf(context));
    await context.store.putApi(api, parts, { keepsOthers: optionalText(input, 'Mode') === 'merge' });
    return {};
  },
  PutResource: (input) => putPart(context, 'resource', input),
  PutMethod: (input) => putPart(context, 'method', input),
  PutAuthorizer: (input) => putPart(context, 'authorizer', input),
  PutGatewayResponse: (input) => putPart(context, 'gatewayResponse', input),
  PutModel: (input) => putPart(context, 'model', input),
  PutRequestValidator: (input) => putPart(context, 'validator', input),
  PutStage: (input) => {
    const apiId = requiredText(input, 'RestApiId');
    const name = requiredText(input, 'StageName');
    return put(context, 'stage', {
      id: `${apiId}/${name}`,
      apiId,
      name,
      variables: optionalMap(input, 'Variables') ?? {},
      throttle: readStageThrottle(input),
    });
  },
  PutApiKey: async (input) => {
    const id = requiredText(input, 'Id');
    const before = context.store.definitions.find('key', id);
    const value = optionalText(input, 'Value') ?? before?.value ?? newKeyValue(context.ids);
    const createdAt = before?.createdAt ?? context.clock.now() / 1000;
    return put(context, 'key', {
      id,
      name: requiredText(input, 'Name'),
      value,
      isEnabled: flag(input, 'Enabled'),
      createdAt,
    });
  },
  PutUsagePlan: (input) => put(context, 'plan', readPlan(input)),
  PutUsagePlanKey: (input) => {
    only(input, 'KeyType', 'API_KEY');
    return put(context, 'planKey', {
      id: requiredText(input, 'Id'),
      planId: requiredText(input, 'UsagePlanId'),
      keyId: requiredText(input, 'KeyId'),
    });
  },
  DeletePart: async (input) => {
    const kind = requiredText(input, 'Kind') as keyof Kinds;
    const id = requiredText(input, 'Id');
    if (kind === 'api') await context.store.removeApi(id);
    else await context.store.definitions.remove(kind, id);
    return {};
  },
  GetRestApis: () => ({ item: context.store.definitions.all('api').map(({ id, name }) => ({ id, name })) }),
  GetApiKeys: (input) => ({
    item: context.store.definitions.all('key').map((key) => shownKey(key, flag(input, 'includeValues'))),
  }),
  GetApiKey: (input) => {
    const key = context.store.definitions.find('key', requiredText(input, 'apiKey'));
    if (!key) throw notFound('Invalid API Key identifier specified');
    return shownKey(key, flag(input, 'includeValue'));
  },
  GetUsagePlans: () => ({ item: context.store.definitions.all('plan').map(shownPlan) }),
  GetUsage: (input) => usageOf(context, requiredText(input, 'usagePlanId')),
});

const toolsOf = ({ store, issuers, endpoint }: RestApiContext): PartTools => ({
  known: store,
  issuers,
  endpoint: endpoint(),
});

const putPart = async (context: RestApiContext, kind: RestPart['kind'], input: Input): Promise<object> => {
  await context.store.definitions.change([PART_READERS[kind](input, toolsOf(context))], []);
  return {};
};

const put = async <K extends keyof Kinds>(
  { store }: RestApiContext,
  kind: K,
  definition: Kinds[K],
): Promise<object> => {
  await store.definitions.put(kind, definition);
  return {};
};

/** A new value for an API key: 40 letters and digits, as on API Gateway. */
const newKeyValue = (ids: Ids): string =>
  ids
    .secret(60)
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 40);

/** Reads the throttle for all methods of a stage. Throws BadRequestException for settings of a single method. */
const readStageThrottle = (input: Input): Throttle | undefined => {
  const settings = objectList(input, 'MethodSettings');
  for (const each of settings) {
    const method = requiredText(each, 'HttpMethod');
    const path = requiredText(each, 'ResourcePath');
    if (method !== '*' || path !== '/*')
      throw badRequest(
        `Settings of ${method} ${path} are not supported locally. Use settings of all methods (HttpMethod *, ResourcePath /*)`,
      );
  }
  const limit = settings.find(({ ThrottlingRateLimit }) => ThrottlingRateLimit !== undefined);
  if (!limit) return undefined;
  return readThrottle({ RateLimit: limit.ThrottlingRateLimit, BurstLimit: limit.ThrottlingBurstLimit });
};

const readPlan = (input: Input): UsagePlan => {
  return {
    id: requiredText(input, 'Id'),
    name: requiredText(input, 'UsagePlanName'),
    quota: input.Quota === undefined ? undefined : readQuota(object(input, 'Quota')),
    throttle: input.Throttle === undefined ? undefined : readThrottle(object(input, 'Throttle')),
    stages: objectList(input, 'ApiStages').map((stage) => {
      if (Object.keys(object(stage, 'Throttle')).length > 0)
        throw badRequest('Throttles of single methods are not supported locally. Use the throttle of the usage plan');
      return { apiId: requiredText(stage, 'ApiId'), stage: requiredText(stage, 'Stage') };
    }),
  };
};

const readQuota = (input: Input): Quota => {
  const period = PERIODS.find((each) => each === requiredText(input, 'Period'));
  const limit = optionalNumber(input, 'Limit') ?? 0;
  const offset = optionalNumber(input, 'Offset') ?? 0;
  if (!period) throw badRequest('Usage Plan quota period must be DAY, WEEK or MONTH');
  if (offset < 0 || offset > limit) throw badRequest('Usage Plan quota offset must be in the range from 0 to limit');
  return { limit, offset, period };
};

const readThrottle = (input: Input): Throttle => {
  const ratePerSecond = optionalNumber(input, 'RateLimit');
  const burst = optionalNumber(input, 'BurstLimit');
  if (ratePerSecond === undefined || burst === undefined)
    throw badRequest('Throttle must have a RateLimit and a BurstLimit');
  return { ratePerSecond, burst };
};

const shownKey = ({ id, name, value, isEnabled, createdAt }: Kinds['key'], includeValue: boolean) => ({
  id,
  name,
  enabled: isEnabled,
  createdDate: createdAt,
  ...(includeValue && { value }),
});

const shownPlan = ({ id, name, quota, throttle, stages }: UsagePlan) => ({
  id,
  name,
  apiStages: stages,
  ...(quota && { quota }),
  ...(throttle && { throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst } }),
});

/** The used and remaining requests of the current period, by key. */
const usageOf = ({ store, clock }: RestApiContext, usagePlanId: string) => {
  const plan = store.definitions.find('plan', usagePlanId);
  if (!plan) throw notFound('Invalid Usage Plan ID specified');
  if (!plan.quota) throw new AwsError('BadRequestException', 'Usage is only kept for plans with a quota.');
  const { limit, period } = plan.quota;
  const start = periodOf(period, clock.now());
  const keys = store.definitions.all('planKey').filter(({ planId }) => planId === plan.id);
  const used = keys.map(({ keyId }) => [keyId, store.usedIn(plan.id, keyId, start)] as const);
  return {
    usagePlanId,
    startDate: start,
    endDate: new Date(clock.now()).toISOString().slice(0, 10),
    values: Object.fromEntries(used.map(([keyId, count]) => [keyId, [[count, Math.max(0, limit - count)]]])),
  };
};
