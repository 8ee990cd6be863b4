import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { APPLICATION_ID, applicationIdIn } from '../../events/application-id.ts';

test.each([
  ['{"application":{"id":"a-1","name":"Spock"}}', 'a-1'],
  ['{"application":{"id":"Spock of 1 Street"}}', undefined],
  ['{"application":{"id":7}}', undefined],
  ['{"application":null}', undefined],
  ['null', undefined],
  ['', undefined],
])('The application in the input %j is %j', (input, id) => {
  expect(applicationIdIn(input)).toBe(id);
});

test('The pattern of ids is that of the schema of submissions', () => {
  const schema = readFileSync(join(import.meta.dirname, '../../events/schemas/application-submitted.v1.json'), 'utf8');
  const { application } = JSON.parse(schema).properties;
  expect(application.properties.id.pattern).toBe(APPLICATION_ID.source);
});
