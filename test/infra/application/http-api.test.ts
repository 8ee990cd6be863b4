import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HEAVY_ROUTES, ROUTES } from '../../../api/routes.ts';
import { allOf, idOf, loadApplicationStack, namesOf, propertiesOf } from '../application-stack.ts';
import { createApp, removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

describe('The HTTP API', () => {
  test('has exactly the routes of api/routes.ts, each with the authorizer', () => {
    const routes = allOf('AWS::ApiGatewayV2::Route');
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    const authorizer = { Ref: idOf('AWS::ApiGatewayV2::Authorizer', 'Name', 'tokens') };
    for (const { AuthorizationType, AuthorizerId } of routes) {
      expect([AuthorizationType, AuthorizerId]).toEqual(['JWT', authorizer]);
    }
  });

  test('accepts only tokens of our user pool for our two clients', () => {
    const pool = idOf('AWS::Cognito::UserPool', 'UserPoolName', 'account-applications');
    expect(propertiesOf('AWS::ApiGatewayV2::Authorizer', 'Name', 'tokens')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [
          { Ref: idOf('AWS::Cognito::UserPoolClient', 'ClientName', 'tools') },
          { Ref: idOf('AWS::Cognito::UserPoolClient', 'ClientName', 'applicant-service') },
        ],
        Issuer: { 'Fn::GetAtt': [pool, 'ProviderURL'] },
      },
    });
  });

  test('is throttled, heavy routes more than others, and its access log contains neither path nor caller', () => {
    const stage = propertiesOf('AWS::ApiGatewayV2::Stage', 'StageName', '$default');
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 400, ThrottlingRateLimit: 200 });
    const heavy = stage.RouteSettings as Readonly<Record<string, unknown>>;
    expect(Object.keys(heavy).toSorted()).toEqual(HEAVY_ROUTES.toSorted());
    expect(heavy['POST /reviews/bulk-decisions']).toEqual({ ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 });
    const { Format } = stage.AccessLogSettings as { Format: string };
    expect(Object.values(JSON.parse(Format))).toEqual([
      '$context.requestId',
      '$context.requestTime',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
      '$context.integrationErrorMessage',
    ]);
  });

  test('is called by users in five groups without self sign-up, and by one OAuth client', () => {
    expect(namesOf('AWS::Cognito::UserPoolGroup', 'GroupName')).toEqual([
      'reviewer',
      'supervisor',
      'operator',
      'auditor',
      'privacy',
    ]);
    const pool = propertiesOf('AWS::Cognito::UserPool', 'UserPoolName', 'account-applications');
    expect(pool.AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
    expect(propertiesOf('AWS::Cognito::UserPoolClient', 'ClientName', 'tools')).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      CallbackURLs: [{ 'Fn::Join': ['', [{ Ref: 'ConsoleOrigin' }, '/']] }, 'http://localhost:4568/'],
    });
    expect(propertiesOf('AWS::Cognito::UserPoolClient', 'ClientName', 'applicant-service')).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });

  test('has its URL and the sign-in URL as stack outputs', async () => {
    const template = (await createApp()).synth().getStackByName('account-applications').template;
    expect(Object.keys(template.Outputs).toSorted()).toEqual([
      'ApiUrl',
      'SignInUrl',
      'SubmitClientId',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });
});
