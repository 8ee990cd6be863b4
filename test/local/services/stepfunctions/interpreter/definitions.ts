import fc from 'fast-check';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';

/** Random definitions of every state type and both query languages, small and without endless loops. */

type Definition = Record<string, unknown>;

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const RESOURCES = [
  LAMBDA,
  'arn:aws:states:::sqs:sendMessage',
  'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  'arn:aws:states:::states:startExecution.sync:2',
  'arn:aws:states:us-east-1:000000000000:activity:work',
];

const path = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('$', '$$.Execution.Input') },
  { weight: 1, arbitrary: fc.constantFrom('$.a', '$.list', '$v', '$missing') },
);
const errors = fc.constantFrom(
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'Broken',
);
const expression = fc.constantFrom(
  '{% $states.input %}',
  '{% $states.input.a %}',
  '{% $v %}',
  '{% [1, 2] %}',
  '{% 1 + %}',
  'plain',
);
/** An input in which most paths have a value, so that executions run through many states. */
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }).map((each): Json => JSON.parse(JSON.stringify(each))) },
  { weight: 6, arbitrary: fc.constant<Json>({ a: { b: 1, list: [7] }, list: [1, 2, 3] }) },
);

const retry = fc.array(
  fc.record(
    {
      ErrorEquals: fc.array(errors, { minLength: 1, maxLength: 2 }),
      MaxAttempts: fc.nat(2),
      IntervalSeconds: fc.integer({ min: 1, max: 5 }),
      JitterStrategy: fc.constantFrom('FULL', 'NONE'),
    },
    { requiredKeys: ['ErrorEquals'] },
  ),
  { maxLength: 2 },
);

const pathFields = fc.record(
  {
    InputPath: fc.oneof(path, fc.constant(null)),
    OutputPath: fc.oneof(path, fc.constant(null)),
    Assign: fc.constantFrom<Definition>({ v: 1 }, { 'v.$': '$' }, { 'v.$': '$$.State.Name', w: [1] }),
  },
  { requiredKeys: [] },
);
const resultFields = fc.record(
  {
    ResultPath: fc.constantFrom(null, '$', '$.r', '$.r.s'),
    Parameters: fc.constantFrom<Definition>(
      { 'x.$': '$.a' },
      { y: 1, list: [1, 2] },
      { 'z.$': '$$' },
      { 'u.$': 'States.UUID()' },
    ),
  },
  { requiredKeys: [] },
);
const jsonataFields = fc.record({ Output: expression, Assign: fc.record({ v: expression }) }, { requiredKeys: [] });

const catchTo = (names: readonly string[]) =>
  fc.array(
    fc.record(
      { ErrorEquals: fc.array(errors, { minLength: 1, maxLength: 2 }), Next: fc.constantFrom(...names) },
      { requiredKeys: ['ErrorEquals', 'Next'] },
    ),
    { maxLength: 2 },
  );

/** The fields of a state that belong to its query language. */
function flow(jsonata: boolean, hasResult: boolean): fc.Arbitrary<Definition> {
  if (jsonata) return jsonataFields;
  return hasResult ? fc.tuple(pathFields, resultFields).map(([a, b]) => ({ ...a, ...b })) : pathFields;
}

function recovery(names: readonly string[]): fc.Arbitrary<Definition> {
  return names.length === 0
    ? fc.record({ Retry: retry })
    : fc.record({ Retry: retry, Catch: catchTo(names) }, { requiredKeys: [] });
}

const seconds = fc.integer({ min: 0, max: 5 });

/** ProcessorConfig of a Map, and the fields that depend on it. */
const mode = fc.constantFrom<readonly Definition[]>(
  [{ Mode: 'INLINE' }],
  [{ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }],
  [{ Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }],
  [{ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, { ItemBatcher: { MaxItemsPerBatch: 2 } }],
);

/** A state that continues with one of `later`, by default the first. */
function state(later: readonly string[], depth: number, jsonata: boolean): fc.Arbitrary<Definition> {
  const way: Definition = later[0] === undefined ? { End: true } : { Next: later[0] };
  const join = (...parts: fc.Arbitrary<Definition>[]): fc.Arbitrary<Definition> =>
    fc.tuple(...parts).map((all) => Object.assign({}, way, ...all, jsonata ? { QueryLanguage: 'JSONata' } : {}));
  const kinds: fc.Arbitrary<Definition>[] = [
    join(fc.record({ Type: fc.constant('Pass'), Result: value }, { requiredKeys: ['Type'] }), flow(jsonata, true)),
    join(fc.record({ Type: fc.constant('Wait'), Seconds: seconds }), flow(jsonata, false)),
    join(
      fc.record(
        {
          Type: fc.constant('Task'),
          Resource: fc.constantFrom(...RESOURCES),
          TimeoutSeconds: fc.integer({ min: 1, max: 5 }),
          HeartbeatSeconds: fc.integer({ min: 1, max: 3 }),
        },
        { requiredKeys: ['Type', 'Resource'] },
      ),
      flow(jsonata, true),
      recovery(later),
    ),
  ];
  const ends = fc.constantFrom<Definition>({ Type: 'Fail', Error: 'Broken', Cause: 'on purpose' }, { Type: 'Succeed' });
  if (later.length > 0) {
    const target = fc.constantFrom(...later);
    const rule: fc.Arbitrary<Definition> = jsonata
      ? fc.record({ Condition: fc.constantFrom('{% true %}', '{% false %}', '{% $states.input %}'), Next: target })
      : fc.record({ Variable: path, IsPresent: fc.boolean(), Next: target });
    const choice = fc.record(
      { Type: fc.constant('Choice'), Choices: fc.array(rule, { minLength: 1, maxLength: 2 }), Default: target },
      { requiredKeys: ['Type', 'Choices'] },
    );
    kinds.push(choice.map((each) => (jsonata ? { ...each, QueryLanguage: 'JSONata' } : each)));
  }
  if (depth > 0) {
    const inner = program(depth - 1);
    const branches = fc.record({
      Type: fc.constant('Parallel'),
      Branches: fc.array(inner, { minLength: 1, maxLength: 3 }),
    });
    const items: fc.Arbitrary<Definition> = jsonata
      ? fc.record({ Items: fc.constantFrom('{% [1, 2, 3] %}', '{% [] %}', '{% $states.input %}') })
      : fc.record({ ItemsPath: fc.constantFrom('$.list', '$$.Execution.Input.list') });
    const limits = fc.record({ MaxConcurrency: fc.nat(2), ToleratedFailureCount: fc.nat(1) }, { requiredKeys: [] });
    const map = fc
      .tuple(inner, mode, items, limits)
      .map(
        ([ItemProcessor, [ProcessorConfig, ...batcher], ...fields]): Definition =>
          Object.assign({ Type: 'Map', ItemProcessor: { ...ItemProcessor, ProcessorConfig } }, ...batcher, ...fields),
      );
    kinds.push(
      join(branches, flow(jsonata, true), recovery(later)),
      join(
        map,
        flow(jsonata, true).map(({ Parameters: _, ...rest }) => rest),
        recovery(later),
      ),
    );
  }
  return fc.oneof({ weight: 12, arbitrary: fc.oneof(...kinds) }, { weight: 1, arbitrary: ends });
}

/** Names are unique within the generated program. Each state leads only to later states, so the program ends. */
function program(depth: number): fc.Arbitrary<Definition> {
  const names = ['S0', 'S1', 'S2', 'S3'];
  return fc.integer({ min: 1, max: 4 }).chain((count) => {
    const used = names.slice(0, count);
    const states = used.map((_, index) =>
      fc.boolean().chain((jsonata) => state(used.slice(index + 1), depth, jsonata)),
    );
    return fc
      .tuple(...states)
      .map((all) => ({ StartAt: 'S0', States: Object.fromEntries(all.map((each, index) => [used[index], each])) }));
  });
}

export const definition = fc
  .tuple(program(2), fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }))
  .map(([each, timeout]) => (timeout === undefined ? each : { ...each, TimeoutSeconds: timeout }));

export const input = value;
