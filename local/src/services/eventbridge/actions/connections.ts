import { arnOf } from '../../../core/aws/arn.ts';
import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import type { EventBridgeContext } from '../context.ts';
import {
  AUTHORIZATION_TYPES,
  type AuthParameters,
  authParameters,
  mergedParameters,
  shownParameters,
} from '../destinations/auth-parameters.ts';
import type { Connection } from '../destinations/connection-store.ts';
import { alreadyExists, notFound } from '../errors.ts';
import { connectionArn } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, optionalObject, optionalText, requiredObject, requiredText } from '../parameters.ts';
import { present } from '../present.ts';
import { refuseParameters } from './refused.ts';

const NAME_RULE = { max: 64, pattern: NAME };
const UNSUPPORTED = ['InvocationConnectivityParameters', 'KmsKeyIdentifier'];
const STATES = [
  'CREATING',
  'UPDATING',
  'DELETING',
  'AUTHORIZED',
  'DEAUTHORIZED',
  'AUTHORIZING',
  'DEAUTHORIZING',
  'ACTIVE',
  'FAILED_CONNECTIVITY',
];
/** AWS's quota for connections of a region. */
const MAX_CONNECTIONS = 3_000;
/** AWS ends the name of a secret with this many random characters in its ARN. */
const SECRET_SUFFIX_LENGTH = 6;

const time = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms));

/** The actions on connections, which have the credentials for API destinations. */
export const connectionActions = (context: EventBridgeContext): { readonly [name: string]: Action } => {
  const { kernel, connections, tokens } = context;
  const { home } = kernel;

  const get = (name: string, verb: string): Connection => {
    const found = connections.find(name);
    if (!found) throw notFound(`Failed to ${verb} the connection(s). Connection '${name}' does not exist.`);
    return found;
  };
  const times = ({ createdMs, modifiedMs, authorizedMs }: Connection) => ({
    CreationTime: new Date(createdMs),
    LastModifiedTime: new Date(modifiedMs),
    LastAuthorizedTime: time(authorizedMs),
  });
  const changed = (connection: Connection, state: string = connection.state) =>
    present({
      ConnectionArn: connectionArn(home, connection),
      ConnectionState: state,
      ...times(connection),
    });
  const summary = (connection: Connection) =>
    present({
      ConnectionArn: connectionArn(home, connection),
      Name: connection.name,
      ConnectionState: connection.state,
      StateReason: connection.stateReason,
      AuthorizationType: connection.authorizationType,
      ...times(connection),
    });

  const checkEndpoint = ({ OAuthParameters }: AuthParameters): void => {
    if (!OAuthParameters) return;
    const problem = readEndpoint(OAuthParameters.AuthorizationEndpoint, kernel.endpoint());
    if (typeof problem === 'string')
      throw validationError(
        `Parameter AuthorizationEndpoint is not valid. Reason: Endpoint '${OAuthParameters.AuthorizationEndpoint}' is invalid, please provide a valid HTTPS endpoint URL.`,
      );
  };

  /** The state of a connection with new parameters. AWS authorizes OAuth connections after the answer. */
  const authorization = ({ OAuthParameters }: AuthParameters, nowMs: number) =>
    OAuthParameters
      ? { state: 'AUTHORIZING' as const, stateReason: null, authorizedMs: null }
      : { state: 'AUTHORIZED' as const, stateReason: null, authorizedMs: nowMs };

  /** Fetches the first token of an OAuth connection; the connection's state shows the result. */
  const fetchToken = (connection: Connection): void => {
    const oauth = connection.parameters?.OAuthParameters;
    if (oauth) void kernel.inflight.track(tokens.token(connection, oauth).catch(() => undefined));
  };

  /** A connection that is created before the timers start is authorized when they do. */
  const authorize = (connection: Connection): void => {
    tokens.drop(connection);
    if (kernel.timers.isRunning()) fetchToken(connection);
  };
  kernel.timers.onStart(() => {
    for (const connection of connections.list()) if (connection.state === 'AUTHORIZING') fetchToken(connection);
  });

  const CreateConnection: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    refuseParameters(input, UNSUPPORTED, 'a connection');
    const description = optionalText(input, 'Description', { max: 512 }) ?? null;
    const authorizationType = requiredText(input, 'AuthorizationType', { oneOf: AUTHORIZATION_TYPES });
    const parameters = authParameters(authorizationType, requiredObject(input, 'AuthParameters'));
    checkEndpoint(parameters);
    const nowMs = kernel.clock.now();
    const suffix = kernel.ids.uuid().slice(0, SECRET_SUFFIX_LENGTH);
    const created: Connection = {
      name,
      id: kernel.ids.uuid(),
      authorizationType,
      parameters,
      description,
      secretId: `${kernel.ids.uuid()}-${suffix}`,
      createdMs: nowMs,
      modifiedMs: nowMs,
      ...authorization(parameters, nowMs),
    };
    await kernel.store.write(() => {
      if (connections.find(name)) throw alreadyExists(`Connection '${name}' already exists.`);
      if (connections.list().length >= MAX_CONNECTIONS)
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      connections.put(created);
    });
    authorize(created);
    return changed(created);
  };

  const updated = (before: Connection, input: Input): Connection => {
    const type = optionalText(input, 'AuthorizationType', { oneOf: AUTHORIZATION_TYPES }) ?? before.authorizationType;
    const changes = optionalObject(input, 'AuthParameters');
    const modifiedMs = Math.max(kernel.clock.now(), before.modifiedMs + 1);
    const description = optionalText(input, 'Description', { max: 512 }) ?? before.description;
    const kept = { ...before, description, modifiedMs };
    if (!changes && type === before.authorizationType) return kept;
    const parameters = authParameters(type, mergedParameters(before.parameters ?? undefined, changes ?? {}));
    checkEndpoint(parameters);
    return { ...kept, authorizationType: type, parameters, ...authorization(parameters, modifiedMs) };
  };

  const UpdateConnection: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    refuseParameters(input, UNSUPPORTED, 'a connection');
    const after = await kernel.store.write(() => {
      const made = updated(get(name, 'update'), input);
      connections.put(made);
      return made;
    });
    if (after.state === 'AUTHORIZING') authorize(after);
    return changed(after);
  };

  const DeauthorizeConnection: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const after = await kernel.store.write(() => {
      const before = get(name, 'deauthorize');
      const modifiedMs = Math.max(kernel.clock.now(), before.modifiedMs + 1);
      const made: Connection = { ...before, parameters: null, state: 'DEAUTHORIZED', stateReason: null, modifiedMs };
      connections.put(made);
      return made;
    });
    tokens.drop(after);
    return changed(after, 'DEAUTHORIZING');
  };

  const DeleteConnection: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const before = await kernel.store.write(() => {
      const found = get(name, 'delete');
      connections.delete(name);
      return found;
    });
    tokens.drop(before);
    return changed(before, 'DELETING');
  };

  const DescribeConnection: Action = (input) => {
    const connection = get(requiredText(input, 'Name', NAME_RULE), 'describe');
    const secret = `secret:events!connection/${connection.name}/${connection.secretId}`;
    return present({
      ...summary(connection),
      Description: connection.description,
      SecretArn: arnOf(home, 'secretsmanager', secret),
      AuthParameters: connection.parameters && shownParameters(connection.parameters),
    });
  };

  const ListConnections: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', { min: 1, ...NAME_RULE }) ?? '';
    const state = optionalText(input, 'ConnectionState', { oneOf: STATES });
    const found = connections
      .list()
      .filter((connection) => connection.name.startsWith(prefix) && connection.state === (state ?? connection.state));
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { Connections: items.map(summary), ...next };
  };

  return {
    CreateConnection,
    UpdateConnection,
    DeauthorizeConnection,
    DeleteConnection,
    DescribeConnection,
    ListConnections,
  };
};
