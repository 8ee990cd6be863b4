import { expect, test } from '@jest/globals';
import { readResponse } from '../../../../local/src/template/custom-resources/response.ts';

const REQUEST = { StackId: 'arn:stack', RequestId: 'id-1', LogicalResourceId: 'Greeting' };
const VALID = { ...REQUEST, Status: 'SUCCESS', PhysicalResourceId: 'greeting-1' };

const read = (response: unknown) =>
  readResponse(Buffer.from(typeof response === 'string' ? response : JSON.stringify(response)), REQUEST);

test.each([
  ['no data', {}, { data: {}, noEcho: false }],
  ['data of any type', { Data: { A: 'a', B: [1], C: { D: true } } }, { data: { A: 'a', B: [1], C: { D: true } } }],
  ['null as data', { Data: null }, { data: {} }],
  ['NoEcho', { NoEcho: true }, { noEcho: true }],
  ['4096 bytes', { Reason: 'x'.repeat(4096 - JSON.stringify({ ...VALID, Reason: '' }).length) }, {}],
])('A response with %s is a success', (_, members, expected) => {
  expect(read({ ...VALID, ...members })).toMatchObject({ kind: 'success', physicalId: 'greeting-1', ...expected });
});

test('A response with the status FAILED fails with its reason and has its physical id', () => {
  expect(read({ ...VALID, Status: 'FAILED', Reason: 'no' })).toEqual({
    kind: 'failed',
    physicalId: 'greeting-1',
    message: 'Received response status [FAILED] from custom resource. Message returned: no (RequestId: id-1)',
  });
});

test.each([
  ['Response object is too long.', { ...VALID, Reason: 'x'.repeat(4096) }],
  ['Invalid PhysicalResourceId', { ...VALID, PhysicalResourceId: undefined }],
  ['Invalid PhysicalResourceId', { ...VALID, PhysicalResourceId: '' }],
  ['Invalid PhysicalResourceId', { ...VALID, PhysicalResourceId: 7 }],
  ['Invalid PhysicalResourceId', { ...VALID, PhysicalResourceId: 'ü'.repeat(513) }],
  ["Invalid Response object: 'FAILURE' is not a valid ResponseStatus", { ...VALID, Status: 'FAILURE' }],
])('AWS’s message for an invalid response: %s', (message, response) => {
  expect(read(response)).toEqual({ kind: 'failed', message });
});

/** No page of AWS shows the messages for these responses. */
test.each([
  ['it is not a JSON object', '{"Status":'],
  ['it is not a JSON object', '["SUCCESS"]'],
  ['it is not a JSON object', ''],
  ['StackId is not that of the request', { ...VALID, StackId: 'arn:other' }],
  ['RequestId is not that of the request', { ...VALID, RequestId: undefined }],
  ['LogicalResourceId is not that of the request', { ...VALID, LogicalResourceId: null }],
  ['Data is not an object', { ...VALID, Data: 'text' }],
])('Own message for an invalid response: %s', (message, response) => {
  expect(read(response)).toEqual({ kind: 'failed', message: `Invalid Response object: ${message}` });
});
