import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { eventually } from '../../support/system.ts';
import { healthAnswersDuring, SERVES } from './health-during.ts';

let aws: OneMachine;
let sfn: SFNClient;
let made = 0;
beforeAll(async () => {
  aws = await start();
  sfn = new SFNClient({ ...aws.clientConfig, maxAttempts: 1 });
});
afterAll(async () => {
  sfn.destroy();
  await aws.stop();
});

const createMachine = async (expression: string): Promise<string> => {
  const States = { E: { Type: 'Pass', Output: { v: `{% ${expression} %}` }, End: true } };
  made += 1;
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({
      name: `machine-${made}`,
      roleArn: 'arn:aws:iam::000000000000:role/any',
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'E', States }),
    }),
  );
  return stateMachineArn;
};

const run = async (stateMachineArn: string, input: unknown = {}): Promise<DescribeExecutionOutput> => {
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  return eventually('the end of the execution', async () => {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
    return described.status === 'RUNNING' ? undefined : described;
  });
};

const evaluate = async (expression: string, input: unknown = {}): Promise<DescribeExecutionOutput> =>
  run(await createMachine(expression), input);

/** Expressions that would take seconds or longer, with the end of AWS's error message. */
const BOMBS: readonly (readonly [what: string, expression: string, message: string])[] = [
  [
    'an endless recursion',
    '($f := function($x){ $f($x + 1) }; $f(1))',
    'Expression evaluation timeout: Check for infinite loop',
  ],
  [
    'a regular expression with endless backtracking',
    '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
    'Expression evaluation timeout: Check for infinite loop',
  ],
  [
    'a function that compares each item with every other item',
    '$distinct([1..800000]) ~> $count()',
    'Expression evaluation timeout: Check for infinite loop',
  ],
];

describe('While an expression is evaluated, the runtime serves', () => {
  test.each(BOMBS)('%s', async (_, expression, message) => {
    const stateMachineArn = await createMachine(expression);
    const ended = run(stateMachineArn);
    expect(await healthAnswersDuring(aws.endpoint, ended)).toBeGreaterThanOrEqual(SERVES);
    const { status, error, cause } = await ended;
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toContain(message);
  });
});

const OUT_OF_MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

describe('The memory of an expression', () => {
  test('can contain as many items as on AWS', async () => {
    expect(await evaluate('[1..873782] ~> $count()')).toMatchObject({ status: 'SUCCEEDED', output: '{"v":873782}' });
  });

  test.each([
    ['one item more', '[1..873783] ~> $count()'],
    ['a long padding', '$pad("x", 9000000) ~> $length()'],
    ['a text that doubles', '($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p("x", 23)))'],
    [
      'an array that contains itself twice, forty times',
      '($d := function($x, $n) { $n = 0 ? $x : $d([$x, $x], $n - 1) }; $d("x", 40))',
    ],
    ['a text of many parts', '$join([1..2000].$states.input.text)'],
    ['the text of a value that occurs often', '$string([1..2000].$states.input.text)'],
  ])('cannot contain %s', async (_, expression) => {
    const { status, error, cause } = await evaluate(expression, { text: 'x'.repeat(10_000) });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toContain(OUT_OF_MEMORY);
  });
});

describe('The result is the same in the main thread and in a worker thread', () => {
  test.each([
    [
      '$states.input.items.{"id": id}',
      '$map($states.input.items, function($x) { {"id": $x.id} })',
      [{ id: 1 }, { id: 2 }],
    ],
    ['$states.input.`__proto__`', '($x := $states.input; $x.`__proto__`)', { a: 1 }],
    ['$fromMillis(1e12)', '$fromMillis($map([1e12], function($x) { $x }))', '2001-09-09T01:46:40.000Z'],
  ])('%s', async (quick, long, v) => {
    const input = JSON.parse('{"items": [{"id": 1}, {"id": 2}], "__proto__": {"a": 1}}');
    const output = JSON.stringify({ v });
    expect(await evaluate(quick, input)).toMatchObject({ status: 'SUCCEEDED', output });
    expect(await evaluate(long, input)).toMatchObject({ status: 'SUCCEEDED', output });
  });

  test('an expression over many items begins in the main thread and ends in a worker thread', async () => {
    const items = Array.from({ length: 9_000 }, (_, n) => ({ n }));
    const { output } = await evaluate('$sum($states.input.items.n)', { items });
    expect(output).toBe(`{"v":${(9_000 * 8_999) / 2}}`);
  });

  test('random values have the same format', async () => {
    const { output = '' } = await evaluate('$map([1, 2], function($x) { $uuid() & "/" & ($random() < 1) })');
    const uuids: string[] = JSON.parse(output).v;
    expect(new Set(uuids).size).toBe(2);
    for (const each of uuids)
      expect(each).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\/true$/);
  });
});
