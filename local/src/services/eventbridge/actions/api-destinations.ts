import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import type { EventBridgeContext } from '../context.ts';
import { type ApiDestination, DEFAULT_PER_SECOND, HTTP_METHODS } from '../destinations/api-destination-store.ts';
import { ENDPOINT_RULE } from '../destinations/auth-parameters.ts';
import { alreadyExists, notFound } from '../errors.ts';
import { apiDestinationArn } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, optionalInteger, optionalText, requiredText } from '../parameters.ts';
import { present } from '../present.ts';

const NAME_RULE = { max: 64, pattern: NAME };
const ARN_RULE = {
  max: 1600,
  pattern:
    'arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+',
};
/** AWS's quota for API destinations of a region. */
const MAX_DESTINATIONS = 3_000;

/** The actions on API destinations. */
export const apiDestinationActions = (context: EventBridgeContext): { readonly [name: string]: Action } => {
  const { kernel, connections, destinations, rateLimits } = context;
  const { home } = kernel;

  const get = (name: string, verb: string): ApiDestination => {
    const found = destinations.find(name);
    if (!found)
      throw notFound(`Failed to ${verb} the api-destination(s). An api-destination '${name}' does not exist.`);
    return found;
  };
  const state = ({ connectionArn: arn }: ApiDestination): string =>
    connections.findByArn(home, arn)?.state === 'AUTHORIZED' ? 'ACTIVE' : 'INACTIVE';
  const changed = (destination: ApiDestination) => ({
    ApiDestinationArn: apiDestinationArn(home, destination),
    ApiDestinationState: state(destination),
    CreationTime: new Date(destination.createdMs),
    LastModifiedTime: new Date(destination.modifiedMs),
  });
  const summary = (destination: ApiDestination) => ({
    ...changed(destination),
    Name: destination.name,
    ConnectionArn: destination.connectionArn,
    InvocationEndpoint: destination.endpoint,
    HttpMethod: destination.method,
    InvocationRateLimitPerSecond: destination.perSecond,
  });

  const checkEndpoint = (endpoint: string, verb: string): void => {
    const problem = readEndpoint(endpoint, kernel.endpoint());
    if (problem === 'runtime')
      throw validationError('Parameter InvocationEndpoint is not valid. Reason: It is the address of this runtime.');
    if (problem === 'invalid')
      throw validationError(
        `Failed to ${verb} the api-destination(s). Parameter InvocationEndpoint is not valid. Reason: Endpoint '${endpoint}' is invalid, please provide a valid HTTPS endpoint URL.`,
      );
  };
  const checkConnection = (arn: string, verb: string): void => {
    if (!connections.findByArn(home, arn))
      throw notFound(`Failed to ${verb} the api-destination(s). Connection '${arn}' does not exist.`);
  };
  const common = (input: Input) => ({
    description: optionalText(input, 'Description', { max: 512 }),
    perSecond: optionalInteger(input, 'InvocationRateLimitPerSecond', { min: 1 }),
  });

  const CreateApiDestination: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const { description = null, perSecond = DEFAULT_PER_SECOND } = common(input);
    const arn = requiredText(input, 'ConnectionArn', ARN_RULE);
    const endpoint = requiredText(input, 'InvocationEndpoint', ENDPOINT_RULE);
    const method = requiredText(input, 'HttpMethod', { oneOf: HTTP_METHODS });
    checkEndpoint(endpoint, 'create');
    const nowMs = kernel.clock.now();
    const id = kernel.ids.uuid();
    const times = { createdMs: nowMs, modifiedMs: nowMs };
    const created = { name, id, description, connectionArn: arn, endpoint, method, perSecond, ...times };
    await kernel.store.write(() => {
      if (destinations.find(name)) throw alreadyExists(`An api-destination '${name}' already exists.`);
      checkConnection(arn, 'create');
      if (destinations.list().length >= MAX_DESTINATIONS)
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      destinations.put(created);
    });
    return changed(created);
  };

  const UpdateApiDestination: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const { description, perSecond } = common(input);
    const arn = optionalText(input, 'ConnectionArn', { min: 1, ...ARN_RULE });
    const endpoint = optionalText(input, 'InvocationEndpoint', { min: 1, ...ENDPOINT_RULE });
    const method = optionalText(input, 'HttpMethod', { oneOf: HTTP_METHODS });
    if (endpoint !== undefined) checkEndpoint(endpoint, 'update');
    const after = await kernel.store.write(() => {
      const before = get(name, 'update');
      if (arn !== undefined) checkConnection(arn, 'update');
      const made = {
        ...before,
        description: description ?? before.description,
        connectionArn: arn ?? before.connectionArn,
        endpoint: endpoint ?? before.endpoint,
        method: method ?? before.method,
        perSecond: perSecond ?? before.perSecond,
        modifiedMs: kernel.clock.now(),
      };
      destinations.put(made);
      return made;
    });
    return changed(after);
  };

  const DeleteApiDestination: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const before = await kernel.store.write(() => {
      const found = get(name, 'delete');
      destinations.delete(name);
      return found;
    });
    rateLimits.forget(apiDestinationArn(home, before));
    return {};
  };

  const DescribeApiDestination: Action = (input) => {
    const destination = get(requiredText(input, 'Name', NAME_RULE), 'describe');
    return present({ ...summary(destination), Description: destination.description });
  };

  const ListApiDestinations: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', { min: 1, ...NAME_RULE }) ?? '';
    const arn = optionalText(input, 'ConnectionArn', { min: 1, ...ARN_RULE });
    const found = destinations
      .list()
      .filter(({ name, connectionArn: own }) => name.startsWith(prefix) && own === (arn ?? own));
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { ApiDestinations: items.map(summary), ...next };
  };

  return {
    CreateApiDestination,
    UpdateApiDestination,
    DeleteApiDestination,
    DescribeApiDestination,
    ListApiDestinations,
  };
};
