import { describe, expect, test } from '@jest/globals';
import { transform, unknownVariable } from '../../../../local/src/services/pipes/flow/template.ts';

const FACTS = {
  pipeArn: 'arn:pipe',
  pipeName: 'flow',
  sourceArn: 'arn:source',
  enrichmentArn: undefined,
  targetArn: 'arn:target',
  nowMs: Date.parse('2026-03-01T09:30:00Z'),
};
const message = (body: string) => ({ id: 'm', json: JSON.stringify({ eventSource: 'aws:sqs', messageId: 'm', body }) });
const fill = (template: string, body = '{"id":7,"name":"A \\"B\\"","tags":["x"]}') =>
  transform(template, message(body), FACTS);

describe('an input template of a pipe', () => {
  test.each([
    ['{"id": <$.body.id>}', '{"id": 7}'],
    ['{"name": <$.body.name>}', '{"name": "A \\"B\\""}'],
    ['{"name": "name <$.body.name>"}', '{"name": "name A \\"B\\""}'],
    ['{"tags": <$.body.tags>, "first": <$.body.tags[0]>}', '{"tags": ["x"], "first": "x"}'],
    ['{"by": "<aws.pipes.pipe-name>"}', '{"by": "flow"}'],
    ['{"pipe": <aws.pipes.pipe-arn>, "to": <aws.pipes.target-arn>}', '{"pipe": "arn:pipe", "to": "arn:target"}'],
    ['{"at": <aws.pipes.event.ingestion-time>}', '{"at": "2026-03-01T09:30:00.000Z"}'],
    ['Hello, <$.body.name>', 'Hello, A "B"'],
    ['<$.messageId>', 'm'],
    ['<$.body>', '{"id":7,"name":"A \\"B\\"","tags":["x"]}'],
    ['just text', 'just text'],
    ['{"none": <$.body.none>}', '{"none": ""}'],
  ])('%s gives %s', (template, expected) => {
    expect(fill(template)).toBe(expected);
  });

  test('reads a body that is not JSON as text', () => {
    expect(fill('{"body": <$.body>}', 'plain')).toBe('{"body": "plain"}');
    expect(fill('{"event": <aws.pipes.event.json>}', '{"a":1}')).toBe(
      '{"event": {"eventSource":"aws:sqs","messageId":"m","body":{"a":1}}}',
    );
  });

  test('that produces invalid JSON is an error', () => {
    expect(() => fill('{"id": <$.body.id> oops}')).toThrow('not valid JSON');
  });

  test('has only variables that AWS has', () => {
    expect(unknownVariable('{"a": <$.body.id>, "b": <aws.pipes.event>}')).toBeUndefined();
    expect(unknownVariable('<aws.pipes.colour>')).toBe('aws.pipes.colour');
  });
});
