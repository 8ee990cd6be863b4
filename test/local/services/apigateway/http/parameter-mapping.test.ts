import { describe, expect, test } from '@jest/globals';
import {
  type MappingValues,
  mappedValue,
  parseMapping,
} from '../../../../../local/src/services/apigateway/http/parameter-mapping.ts';

const VALUES: MappingValues = {
  headers: { 'x-kind': 'cat,dog' },
  query: { Page: '2' },
  pathParameters: { id: '7' },
  path: '/pets/7',
  body: JSON.stringify({
    name: 'Spot',
    'odd name': 1,
    toys: [{ id: 'a' }, { id: 'b' }],
    owner: { city: 'Bern' },
    none: null,
  }),
  context: { requestId: 'r-1', authorizer: { claims: { sub: 'ada' } }, identity: { sourceIp: '127.0.0.1' } },
  stageVariables: { colour: 'red' },
};

const mapped = (text: string, values = VALUES): unknown => {
  const mapping = parseMapping(text);
  return mapping === undefined ? 'invalid' : mappedValue(mapping, values);
};

describe('a parameter of an integration with a service', () => {
  test.each([
    ['a fixed text', 'a fixed text'],
    ['$5 for a pet', '$5 for a pet'],
    ['$request.header.X-Kind', 'cat,dog'],
    ['$request.querystring.Page', '2'],
    ['$request.path', '/pets/7'],
    ['$request.path.id', '7'],
    ['$request.body', VALUES.body],
    ['$request.body.name', 'Spot'],
    ["$request.body['odd name']", 1],
    ['$request.body.toys[1].id', 'b'],
    ['$request.body.toys[*].id', ['a', 'b']],
    ['$request.body.owner', { city: 'Bern' }],
    ['$context.requestId', 'r-1'],
    ['$context.authorizer.claims.sub', 'ada'],
    ['$context.identity.sourceIp', '127.0.0.1'],
    ['$stageVariables.colour', 'red'],
    ['${request.path.id} is ${stageVariables.colour}', '7 is red'],
    [
      '{"owner": ${request.body.owner}, "page": "${request.querystring.Page}"}',
      '{"owner": {"city":"Bern"}, "page": "2"}',
    ],
  ])('%s has the value %j', (text, value) => {
    expect(mapped(text)).toEqual(value);
  });

  test.each([
    '$request.header.x-other',
    '$request.querystring.page',
    '$request.path.name',
    '$request.body.colour',
    '$request.body.none',
    '$request.body.toys.id',
    '$context.authorizer.claims.email',
    '$stageVariables.size',
    'pet ${request.body.colour}',
  ])('%s has no value if the request has none', (text) => {
    expect(mapped(text)).toBeUndefined();
  });

  test.each([
    '$request.body..name',
    '$request.body.toys[?(@.id)]',
    '$request.cookie.name',
    '$request.header',
    '$context.secret',
    '${method.request.header.name}',
    '$request',
  ])('%s is not a valid selection expression', (text) => {
    expect(parseMapping(text)).toBeUndefined();
  });

  test('has no value from a path into a body that is not JSON, or above 100 KB; the whole body has', () => {
    const large = JSON.stringify({ name: 'x'.repeat(102_400) });
    expect(mapped('$request.body.name', { ...VALUES, body: 'name' })).toBeUndefined();
    expect(mapped('$request.body.name', { ...VALUES, body: large })).toBeUndefined();
    expect(mapped('$request.body', { ...VALUES, body: large })).toBe(large);
    expect(mapped('$request.body', { ...VALUES, body: '' })).toBeUndefined();
  });
});
