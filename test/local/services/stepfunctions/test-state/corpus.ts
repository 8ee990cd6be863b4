import { existsSync, readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { type Specimen, stateNames, targetsOf } from './one-state-execution.ts';

const REPOSITORY = new URL('../../../../../', import.meta.url);
const RECORDINGS = new URL('../shared/conformance/asl.jsonl', REPOSITORY);
const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:work';

const FILES = [
  'workflow/account-application.asl.json',
  'samples/apartment-booking/apartment-booking.asl.json',
  'samples/order-fulfilment/order-fulfilment.asl.json',
  'samples/promotion-approval/promotion-approval.asl.json',
  'samples/workflow-api/callback.asl.json',
  'samples/workflow-api/status-audit.asl.json',
];

/** Every state of this repository's definitions; placeholders of the templates are replaced by numbers and ARNs. */
export function repositoryStates(): Specimen[] {
  return FILES.flatMap((file) => {
    const text = readFileSync(new URL(file, REPOSITORY), 'utf8');
    const filled = text.replace(/\$\{(?:\w+Seconds|Max\w+)\}/g, '60').replace(/\$\{\w+\}/g, ACTIVITY);
    return specimensOf(file, JSON.parse(filled));
  });
}

/** Every state of the definitions recorded on AWS, without random functions; empty if the recordings are missing. */
export function recordedStates(): Specimen[] {
  if (!existsSync(RECORDINGS)) return [];
  const lines = readFileSync(RECORDINGS, 'utf8').trim().split('\n');
  const withoutChance = lines.filter((line) => !/MathRandom|\$random/.test(line));
  return withoutChance.flatMap((line) => {
    const recorded: { id: string; definition: string; input?: string | null } = JSON.parse(line);
    const filled = (text: string) => text.replace(/\{\{[^}]*arn\}\}/gi, LAMBDA).replace(/\{\{[^}]*\}\}/g, 'filled');
    const input: Json = recorded.input == null ? {} : JSON.parse(filled(recorded.input));
    const definition: JsonObject = JSON.parse(filled(recorded.definition));
    return specimensOf(recorded.id, definition).map((each) => ({ ...each, input }));
  });
}

const VALUES: JsonObject = {
  application: { name: 'A', address: 'B', applicationId: 'a-1' },
  detail: { id: 1 },
  items: [{ id: 1 }, { id: 2 }],
  list: [1, 2, 3],
};

const VARIABLES: JsonObject = {
  applicationId: 'a-1',
  decision: null,
  reasons: ['NAME'],
  reviewDeadline: Date.parse('2026-01-03T03:04:05Z'),
};

const specimensOf = (label: string, definition: JsonObject): Specimen[] =>
  [...new Set(stateNames(definition))].map((stateName) => ({
    label: `${label}: ${stateName}`,
    definition,
    stateName,
    input: VALUES,
    variables: VARIABLES,
  }));

/** A state machine of this state, with empty states for its targets. */
export const only = (label: string, state: JsonObject, input: Json = VALUES, variables?: JsonObject): Specimen => ({
  label,
  definition: { StartAt: 'Only', States: { Only: state, ...others(state) } },
  stateName: 'Only',
  input,
  ...(variables === undefined ? {} : { variables }),
});

const others = (state: JsonObject): JsonObject =>
  Object.fromEntries([...targetsOf(state)].map((name) => [name, { Type: 'Succeed' }]));

const JSONATA = { QueryLanguage: 'JSONata' };
const program = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
const INNER = program('One');
const DISTRIBUTED = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...INNER };
const CHOICES = [{ Variable: '$.n', NumericGreaterThan: 5, Assign: { size: 'big' }, Next: 'Big' }];
const RETRY = [{ ErrorEquals: ['Busy', 'States.Timeout'], IntervalSeconds: 2, MaxAttempts: 2 }];
const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Rescue' }];
const RECOVERING: JsonObject = { Retry: RETRY, Catch: CATCH, Next: 'Then' };
const task = (fields: JsonObject): JsonObject => ({ Type: 'Task', Resource: LAMBDA, Next: 'Then', ...fields });
const map = (fields: JsonObject): JsonObject => ({ Type: 'Map', ItemProcessor: INNER, Next: 'Then', ...fields });
const parallel = (fields: JsonObject): JsonObject => ({
  Type: 'Parallel',
  Branches: [INNER, program('Two')],
  Next: 'Then',
  ...fields,
});
const wait = (fields: JsonObject): JsonObject => ({ Type: 'Wait', Next: 'Then', ...fields });

export const handwrittenStates: readonly Specimen[] = [
  only('Choice with a rule that holds', { Type: 'Choice', Choices: CHOICES, Default: 'Small' }, { n: 6 }),
  only(
    'Choice that takes Default',
    { Type: 'Choice', Choices: CHOICES, Default: 'Small', Assign: { size: 1 } },
    { n: 1 },
  ),
  only('Choice without a match and without Default', { Type: 'Choice', Choices: CHOICES }, { n: 1 }),
  only('Choice whose Variable leads nowhere', { Type: 'Choice', Choices: CHOICES, Default: 'Small' }, {}),
  only(
    'Choice with InputPath',
    { Type: 'Choice', InputPath: '$.in', Choices: CHOICES, Default: 'Small' },
    { in: { n: 9 } },
  ),
  only('Choice in JSONata without a match', {
    Type: 'Choice',
    ...JSONATA,
    Choices: [{ Condition: '{% $states.input.n > 5 %}', Next: 'Big' }],
  }),
  only('Choice in JSONata whose Condition is a number', {
    Type: 'Choice',
    ...JSONATA,
    Choices: [{ Condition: '{% 1 %}', Next: 'Big' }],
    Default: 'Small',
  }),
  only('Choice in JSONata with Output', {
    Type: 'Choice',
    ...JSONATA,
    Choices: [{ Condition: '{% true %}', Output: '{% $states.input.list %}', Next: 'Big' }],
  }),
  only('Pass with Result and an InputPath that leads nowhere', {
    Type: 'Pass',
    InputPath: '$.none',
    Result: 1,
    Next: 'Then',
  }),
  only('Pass with ResultPath on a text', { Type: 'Pass', Result: 1, ResultPath: '$.r', Next: 'Then' }, 'text'),
  only('Pass whose Parameters lead nowhere', { Type: 'Pass', Parameters: { 'x.$': '$.none' }, Next: 'Then' }),
  only('Pass whose intrinsic function fails', {
    Type: 'Pass',
    Parameters: { 'x.$': "States.StringToJson('{')" },
    Next: 'Then',
  }),
  only('Pass that reads a variable', { Type: 'Pass', Parameters: { 'x.$': '$v' }, Next: 'Then' }, {}, { v: 7 }),
  only('Pass that reads no variable', { Type: 'Pass', Parameters: { 'x.$': '$v' }, Next: 'Then' }),
  only('Pass in JSONata', { Type: 'Pass', ...JSONATA, Output: { r: '{% $v + 1 %}' }, Next: 'Then' }, {}, { v: 7 }),
  only('Pass in JSONata with no value', { Type: 'Pass', ...JSONATA, Output: { r: '{% $none %}' }, Next: 'Then' }),
  only(
    'Pass that hands on too much',
    { Type: 'Pass', Parameters: { 'a.$': '$.x', 'b.$': '$.x' }, End: true },
    { x: 'é'.repeat(70_000) },
  ),
  only('Succeed with OutputPath', { Type: 'Succeed', OutputPath: '$.list' }),
  only('Succeed with an InputPath that leads nowhere', { Type: 'Succeed', InputPath: '$.none' }),
  only('Fail with texts', { Type: 'Fail', Error: 'E', Cause: 'because' }),
  only('Fail with nothing', { Type: 'Fail' }),
  only(
    'Fail by paths',
    { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('because {}', $.c)" },
    { e: 'E', c: 'so' },
  ),
  only('Fail whose path leads to a number', { Type: 'Fail', ErrorPath: '$.e' }, { e: 7 }),
  only('Fail whose path leads nowhere', { Type: 'Fail', ErrorPath: '$.e' }, {}),
  only('Fail in JSONata', { Type: 'Fail', ...JSONATA, Error: '{% $states.input.e %}' }, { e: 'E' }),
  only('Fail in JSONata that is no text', { Type: 'Fail', ...JSONATA, Error: '{% 1 %}' }),
  only('Wait for seconds', wait({ Seconds: 90, OutputPath: '$.list' })),
  only('Wait for seconds by a path', wait({ SecondsPath: '$.s' }), { s: 30 }),
  only('Wait for a negative number of seconds', wait({ SecondsPath: '$.s' }), { s: -1 }),
  only('Wait until a time without a time zone', wait({ TimestampPath: '$.t' }), { t: '2016-12-05T21:29:29' }),
  only('Wait until a time that has passed', wait({ Timestamp: '2016-03-14T01:59:00Z' })),
  only('Wait in JSONata', wait({ ...JSONATA, Seconds: '{% 1 + 1 %}', Output: '{% $states.input.list %}' })),
  only('Wait in JSONata for a text', wait({ ...JSONATA, Seconds: "{% 'soon' %}" })),
  only('Wait that is too long', wait({ SecondsPath: '$.s' }), { s: 2_147_483_648 }),
  only('Task', task({})),
  only(
    'Task with all fields',
    task({
      InputPath: '$.detail',
      Parameters: { 'p.$': '$.id' },
      ResultSelector: { 'selected.$': '$.b' },
      ResultPath: '$.r',
      OutputPath: '$.r',
      Assign: { 'whole.$': '$' },
    }),
  ),
  only('Task whose Parameters lead nowhere', task({ Parameters: { 'x.$': '$.none' }, ...RECOVERING })),
  only(
    'Task whose intrinsic function fails',
    task({ Parameters: { 'x.$': "States.StringToJson('{')" }, ...RECOVERING }),
  ),
  only('Task whose ResultSelector leads nowhere', task({ ResultSelector: { 'x.$': '$.none' }, ...RECOVERING })),
  only(
    'Task whose ResultPath does not fit',
    task({ ResultPath: '$.r', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rescue' }] }),
    'text',
  ),
  only('Task whose OutputPath leads nowhere', task({ OutputPath: '$.none', ...RECOVERING })),
  only('Task with a TimeoutSecondsPath that is a text', task({ TimeoutSecondsPath: '$.t', ...RECOVERING }), {
    t: 'soon',
  }),
  only('Task with an invalid TimeoutSeconds, in JSONata', task({ ...JSONATA, TimeoutSeconds: "{% 'soon' %}" })),
  only('Task with Retry and Catch', task(RECOVERING)),
  only(
    'Task in JSONata',
    task({
      ...JSONATA,
      Arguments: { a: '{% $states.input.list %}' },
      Output: '{% $states.result %}',
      Assign: { v: '{% $states.result %}' },
    }),
  ),
  only('Task in JSONata whose Output fails', task({ ...JSONATA, Output: '{% $none %}' })),
  only(
    'Task in JSONata whose Arguments fail and are caught',
    task({
      ...JSONATA,
      Arguments: { a: '{% $none %}' },
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Rescue' }],
    }),
  ),
  only(
    'Task in JSONata with a Catch that fails itself',
    task({
      ...JSONATA,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $none %}', Next: 'Rescue' }],
    }),
  ),
  only(
    'Task in JSONata with a Catch that assigns',
    task({
      ...JSONATA,
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'Rescue' }],
    }),
  ),
  only('Task that is an activity', task({ Resource: ACTIVITY, ...RECOVERING })),
  only('Parallel', parallel({})),
  only(
    'Parallel with all fields',
    parallel({
      InputPath: '$.detail',
      Parameters: { 'p.$': '$.id' },
      ResultSelector: { 'first.$': '$[0]' },
      ResultPath: '$.r',
      OutputPath: '$.r',
    }),
  ),
  only('Parallel whose InputPath leads nowhere', parallel({ InputPath: '$.none', ...RECOVERING })),
  only('Parallel whose Parameters lead nowhere', parallel({ Parameters: { 'x.$': '$.none' }, ...RECOVERING })),
  only('Parallel with Retry and Catch', parallel(RECOVERING)),
  only(
    'Parallel in JSONata',
    parallel({ ...JSONATA, Arguments: '{% $states.input.list %}', Output: '{% $states.result %}' }),
  ),
  only('Parallel in JSONata whose Arguments fail', parallel({ ...JSONATA, Arguments: '{% $none %}' })),
  only('Map over its input', map({}), [1, 2, 3]),
  only('Map over no items', map({ ItemsPath: '$.list' }), { list: [] }),
  only('Map over what is no array', map({ ItemsPath: '$.list' }), { list: 1 }),
  only('Map over what is not there', map({ ItemsPath: '$.none' })),
  only(
    'Map with all fields',
    map({
      InputPath: '$.detail',
      ItemsPath: '$.list',
      ItemSelector: { 'at.$': '$$.Map.Item.Index', 'of.$': '$.list' },
      MaxConcurrency: 1,
      ResultSelector: { 'first.$': '$[0]' },
      ResultPath: '$.r',
    }),
    { detail: { list: [1, 2] } },
  ),
  only('Map with a MaxConcurrencyPath that is a text', map({ ItemsPath: '$.list', MaxConcurrencyPath: '$.m' }), {
    list: [1],
    m: 'NoNumber',
  }),
  only(
    'Map with a negative ToleratedFailureCountPath',
    map({ ItemsPath: '$.list', ToleratedFailureCountPath: '$.m' }),
    { list: [1], m: -1 },
  ),
  only(
    'Map whose ItemSelector leads nowhere',
    map({ ItemsPath: '$.list', ItemSelector: { 'x.$': '$.none' }, ...RECOVERING }),
  ),
  only('Map with Retry and Catch', map({ ItemsPath: '$.list', ...RECOVERING })),
  only(
    'Map in JSONata',
    map({ ...JSONATA, Items: '{% $states.input.list %}', Output: '{% $count($states.result) %}' }),
  ),
  only('Map in JSONata over what is no array', map({ ...JSONATA, Items: '{% true %}' })),
  only('Map in JSONata over an input that is no array', map({ ...JSONATA })),
  only(
    'Map in JSONata with an ItemSelector that fails',
    map({ ...JSONATA, Items: '{% [1] %}', ItemSelector: '{% $none %}' }),
  ),
  only('distributed Map', map({ ItemProcessor: DISTRIBUTED, ItemsPath: '$.list' })),
  only('distributed Map over an object', map({ ItemProcessor: DISTRIBUTED, ItemsPath: '$.detail' })),
  only(
    'distributed Map with batches',
    map({ ItemProcessor: DISTRIBUTED, ItemsPath: '$.list', ItemBatcher: { MaxItemsPerBatch: 2 } }),
  ),
  only(
    'distributed Map with a batch size that is a text',
    map({
      ItemProcessor: DISTRIBUTED,
      ItemsPath: '$.list',
      ItemBatcher: { MaxItemsPerBatchPath: '$.m' },
    }),
    { list: [1], m: 'many' },
  ),
];

/** Whether the state's text contains a value that depends on its execution. */
export const readsContext = (state: JsonObject): boolean =>
  /\$\$|\$states\.context|%\s*\$states\s*%/.test(JSON.stringify(state));

export const isDistributed = (state: JsonObject): boolean => {
  const processor = state.ItemProcessor ?? state.Iterator;
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  return isObject(config) && config.Mode === 'DISTRIBUTED';
};
