import { expect, test } from '@jest/globals';
import { applicationIdIn } from '../../../cli/executions/execution-view.ts';

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
