import { describe, expect, test } from '@jest/globals';
import { accessOf } from '../../../../handlers/shared/http/access.ts';

const request = (over: object = {}) => ({
  routeKey: 'GET /reviews/{applicationId}',
  pathParameters: { applicationId: 'app-1' },
  requestContext: {
    http: { sourceIp: '203.0.113.7' },
    authorizer: { jwt: { claims: { token_use: 'access', username: 'kirk' } } },
  },
  ...over,
});

describe('A line of the access log', () => {
  test('names the caller, the address, the route and the application', () => {
    expect(accessOf(request())).toEqual({
      routeKey: 'GET /reviews/{applicationId}',
      caller: 'kirk',
      address: '203.0.113.7',
      id: 'app-1',
    });
  });

  test('names an OAuth client without a user by its client id', () => {
    const claims = { token_use: 'access', client_id: 'c-1' };
    expect(accessOf(request({ requestContext: { authorizer: { jwt: { claims } } } }))).toMatchObject({ caller: 'c-1' });
  });

  test('has no caller if the token is not an access token', () => {
    const claims = { token_use: 'id', 'cognito:username': 'kirk' };
    expect(accessOf(request({ requestContext: { authorizer: { jwt: { claims } } } }))).not.toHaveProperty('caller');
  });

  test.each([['Jane Doe, 1 Street'], ['a\nb'], ['a'.repeat(65)], ['']])(
    'leaves out a path parameter that is not an id: %j',
    (applicationId) => {
      expect(accessOf(request({ pathParameters: { applicationId } }))).not.toHaveProperty('id');
    },
  );
});
