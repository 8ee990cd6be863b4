import { getAtt, one } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

const Api = { Ref: 'Api' };

/** A resource below the root of the REST API `Api`, and its method with these properties. */
export const methodAt = (name: string, HttpMethod: string, properties: Json, PathPart = name): Json => ({
  [`Resource${name}`]: one('AWS::ApiGateway::Resource', {
    RestApiId: Api,
    ParentId: getAtt('Api', 'RootResourceId'),
    PathPart,
  }),
  [`Method${name}`]: one('AWS::ApiGateway::Method', {
    RestApiId: Api,
    ResourceId: { Ref: `Resource${name}` },
    HttpMethod,
    ...properties,
  }),
});
