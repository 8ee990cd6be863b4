import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateWorkflow, toJson } from '../../scripts/generate-workflow.ts';

const ROOT = join(import.meta.dirname, '../..');
const JSON_FILE = 'workflow/account-application.asl.json';

test('The deployed definition is up to date with its YAML source; if not, run npm run generate', async () => {
  const files = await generateWorkflow(ROOT);
  expect([...files]).toEqual([[JSON_FILE, readFileSync(join(ROOT, JSON_FILE), 'utf8')]]);
});

test('The source defines each list of retried errors and each backoff only once', () => {
  const source = readFileSync(join(ROOT, 'workflow/account-application.asl.yaml'), 'utf8');
  const count = (text: string) => source.split(text).length - 1;
  expect([count('Lambda.ServiceException'), count('MaxAttempts'), count('Retry: *retry-function')]).toEqual([1, 1, 9]);
});

describe('YAML as JSON', () => {
  test('keeps the order of members, and a collection on one line of the source is on one line', () => {
    const yaml =
      'Type: Task # a comment\nEnd: true\nOutput: { reason: "{% $x %}", codes: [1, null] }\nList:\n  - a\n  - b\n';
    expect(toJson(yaml)).toBe(
      [
        '{',
        '  "Type": "Task",',
        '  "End": true,',
        '  "Output": { "reason": "{% $x %}", "codes": [1, null] },',
        '  "List": [',
        '    "a",',
        '    "b"',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('resolves aliases and merge keys; an object’s own member overrides a merged one', () => {
    const yaml =
      'first: &retry\n  - errors: [A]\n    <<: &wait { seconds: 1, times: 6 }\nsecond: *retry\nthird: { times: 2, <<: *wait }\n';
    expect(JSON.parse(toJson(yaml))).toEqual({
      first: [{ errors: ['A'], seconds: 1, times: 6 }],
      second: [{ errors: ['A'], seconds: 1, times: 6 }],
      third: { times: 2, seconds: 1 },
    });
  });

  test.each([
    [
      'an alias without an anchor',
      'Retry: *unknown',
      'Unresolved alias (the anchor must be set before the alias): unknown',
    ],
    ['a merge of an anchor that does not exist', 'Retry: { <<: *unknown }', 'Merge sources must be maps'],
    ['a duplicate key', 'End: true\nEnd: false', 'Map keys must be unique at line 2'],
    ['a key that is not a string', '? [a]\n: b', 'all keys must be strings at line 1'],
    ['an unknown tag', 'End: !Sub yes', 'Unresolved tag: !Sub at line 1'],
    ['a syntax error', 'States: [a', 'at line 1'],
  ])('refuses %s', (_, yaml, message) => {
    expect(() => toJson(yaml)).toThrow(message);
  });
});
