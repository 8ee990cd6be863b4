import { boolean, defined, number, object, objects, text } from '../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
} from '../../core/cloudformation/resource-type.ts';
import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { DEFAULT_PER_SECOND } from './destinations/api-destination-store.ts';
import * as events from './operations.ts';

const HTTP_PARAMETER = { Key: true, Value: true, IsValueSecret: true } as const;
const HTTP_PARAMETERS: PropertyTable = {
  HeaderParameters: HTTP_PARAMETER,
  QueryStringParameters: HTTP_PARAMETER,
  BodyParameters: HTTP_PARAMETER,
};

/** Converts the flags of HTTP parameters, which a template can contain as strings. */
const httpParameters = (value: Value | undefined): ValueObject =>
  Object.fromEntries(
    Object.entries(object(value)).map(([name, list]) => [
      name,
      objects(list).map((parameter) => ({ ...parameter, IsValueSecret: boolean(parameter.IsValueSecret) ?? false })),
    ]),
  );

const authParameters = (value: Value | undefined): ValueObject => {
  const declared = object(value);
  const oauth = object(declared.OAuthParameters);
  return {
    ...declared,
    ...(declared.OAuthParameters !== undefined && {
      OAuthParameters: { ...oauth, OAuthHttpParameters: httpParameters(oauth.OAuthHttpParameters) },
    }),
    InvocationHttpParameters: httpParameters(declared.InvocationHttpParameters),
  };
};

const connectionInput = ({ properties, name }: ResourceContext): events.ConnectionInput =>
  defined({
    Name: name,
    Description: text(properties.Description),
    AuthorizationType: text(properties.AuthorizationType),
    AuthParameters: authParameters(properties.AuthParameters),
  });

const connection = async (context: ResourceContext): Promise<Physical> => {
  const { ConnectionArn, SecretArn } = await context.call(events.describeConnection, { Name: context.name });
  return { ref: context.name, attributes: { Arn: ConnectionArn, SecretArn } };
};

const destinationInput = ({ properties, name }: ResourceContext): events.ApiDestinationInput =>
  defined({
    Name: name,
    Description: text(properties.Description),
    ConnectionArn: text(properties.ConnectionArn),
    InvocationEndpoint: text(properties.InvocationEndpoint),
    HttpMethod: text(properties.HttpMethod),
    InvocationRateLimitPerSecond: number(properties.InvocationRateLimitPerSecond) ?? DEFAULT_PER_SECOND,
  });

/** The resource types of connections and API destinations. Their ARNs end with an id that the service chooses. */
export const DESTINATION_TYPES: ResourceTypes = {
  'AWS::Events::Connection': {
    kind: 'runs',
    properties: {
      Name: true,
      Description: true,
      AuthorizationType: true,
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: true, ApiKeyValue: true },
        BasicAuthParameters: { Username: true, Password: true },
        OAuthParameters: {
          ClientParameters: { ClientID: true, ClientSecret: true },
          AuthorizationEndpoint: true,
          HttpMethod: true,
          OAuthHttpParameters: HTTP_PARAMETERS,
        },
        InvocationHttpParameters: HTTP_PARAMETERS,
      },
      KmsKeyIdentifier: 'secrets are not encrypted at rest here',
    },
    attributes: ['Arn', 'SecretArn'],
    nameProperty: 'Name',
    replacedBy: ['Name'],
    create: async (context) => {
      const input = connectionInput(context);
      await context.create(events.createConnection, input, () => context.call(events.updateConnection, input));
      return connection(context);
    },
    update: async (context) => {
      await context.call(events.updateConnection, connectionInput(context));
      return connection(context);
    },
    delete: async (context) => {
      await context.call(events.deleteConnection, { Name: context.name });
    },
  },
  'AWS::Events::ApiDestination': {
    kind: 'runs',
    properties: {
      Name: true,
      Description: true,
      ConnectionArn: true,
      InvocationEndpoint: true,
      HttpMethod: true,
      InvocationRateLimitPerSecond: true,
    },
    attributes: ['Arn'],
    nameProperty: 'Name',
    replacedBy: ['Name'],
    create: async (context) => {
      const input = destinationInput(context);
      const { ApiDestinationArn } = await context.create(events.createApiDestination, input, () =>
        context.call(events.updateApiDestination, input),
      );
      return { ref: context.name, attributes: { Arn: ApiDestinationArn } };
    },
    update: async (context) => {
      const { ApiDestinationArn } = await context.call(events.updateApiDestination, destinationInput(context));
      return { ref: context.name, attributes: { Arn: ApiDestinationArn } };
    },
    delete: async (context) => {
      await context.call(events.deleteApiDestination, { Name: context.name });
    },
  },
};
