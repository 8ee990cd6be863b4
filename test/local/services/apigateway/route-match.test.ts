import { describe, expect, test } from '@jest/globals';
import { matchRoute } from '../../../../local/src/services/apigateway/route-match.ts';

const ROUTES = [
  '$default',
  'ANY /pets/{proxy+}',
  'GET /pets/{id}',
  'ANY /pets/{id}',
  'GET /pets/dog',
  'ANY /pets/dog',
  'GET /pets/{id}/toys',
  'GET /{kind}/dog/toys',
  'GET /',
].map((routeKey) => ({ routeId: routeKey, routeKey, integrationId: 'i', authorizerId: undefined, scopes: [] }));

const found = (method: string, path: string) => {
  const match = matchRoute(ROUTES, method, path);
  return match && [match.route.routeKey, match.pathParameters];
};

describe('the most specific route', () => {
  test.each([
    ['GET', '/pets/dog', 'GET /pets/dog', {}],
    ['POST', '/pets/dog', 'ANY /pets/dog', {}],
    ['GET', '/pets/cat', 'GET /pets/{id}', { id: 'cat' }],
    ['PUT', '/pets/cat', 'ANY /pets/{id}', { id: 'cat' }],
    ['GET', '/pets/dog/toys', 'GET /pets/{id}/toys', { id: 'dog' }],
    ['GET', '/cats/dog/toys', 'GET /{kind}/dog/toys', { kind: 'cats' }],
    ['GET', '/pets/cat/food/today', 'ANY /pets/{proxy+}', { proxy: 'cat/food/today' }],
    ['GET', '/', 'GET /', {}],
    ['POST', '/', '$default', {}],
    ['GET', '/people', '$default', {}],
  ])('of %s %s is %s', (method, path, routeKey, parameters) => {
    expect(found(method, path)).toEqual([routeKey, parameters]);
  });

  test('does not exist if nothing matches and there is no $default', () => {
    expect(matchRoute([], 'GET', '/pets')).toBeUndefined();
  });
});
