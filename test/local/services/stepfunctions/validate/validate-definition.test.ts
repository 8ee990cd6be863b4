import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import {
  invalidDefinitionMessage,
  validateDefinition,
  validateStateDefinition,
} from '../../../../../local/src/services/stepfunctions/validate/validate-definition.ts';
import { findings, LAMBDA, machine, schema, task } from './findings.ts';

describe('texts that are not a definition', () => {
  test.each([
    ['', schema('Definition must be a valid JSON object', 'null')],
    ['[]', schema('Definition must be a valid JSON object', 'null')],
    ['null', schema('Definition must be a valid JSON object', 'null')],
    [' '.repeat(1_048_577), schema('Definition must not exceed 1048576 bytes', 'null')],
  ])('%.20j', (text, finding) => {
    expect(findings(text)).toEqual([finding]);
  });

  test('invalid JSON has its own code', () => {
    expect(validateDefinition('{"a":', 'STANDARD').map((each) => each.code)).toEqual(['INVALID_JSON_DESCRIPTION']);
  });
});

describe('the shape of states', () => {
  test.each<[string, JsonObject, string[]]>([
    ['a state without a type', machine({ End: true }), [schema('These fields are required: [Type]', '/States/S')]],
    [
      'an unknown type',
      machine({ Type: 'Loop' }),
      [
        schema(
          "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
          '/States/S/Type',
        ),
      ],
    ],
    [
      'a task without a resource',
      machine({ Type: 'Task', End: true }),
      [schema('These fields are required: [Resource]', '/States/S')],
    ],
    [
      'a misspelt field',
      machine({ Type: 'Pass', Results: 1, End: true }),
      [schema("Field 'Results' is not supported", '/States/S')],
    ],
    [
      'a Catch on a Pass',
      machine({ Type: 'Pass', End: true, Catch: [] }),
      [schema("Field 'Catch' is not supported", '/States/S')],
    ],
    [
      'a timeout on a Map',
      machine({ Type: 'Map', ItemProcessor: machine({ Type: 'Succeed' }), TimeoutSeconds: 1, End: true }),
      [schema("Field 'TimeoutSeconds' is not supported", '/States/S')],
    ],
    [
      'a Choice without rules',
      machine({ Type: 'Choice' }),
      [schema('These fields are required: [Choices]', '/States/S')],
    ],
    [
      'two ways to wait',
      machine({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }),
      [schema('There should only be one of the following fields: [Seconds, SecondsPath]', '/States/S')],
    ],
    [
      'a wait too long',
      machine({ Type: 'Wait', Seconds: 100_000_000, End: true }),
      [schema('Maximum value is 99999999', '/States/S/Seconds')],
    ],
    [
      'a negative wait',
      machine({ Type: 'Wait', Seconds: -1, End: true }),
      [schema('Minimum value is 0', '/States/S/Seconds')],
    ],
    [
      'a text for a number',
      machine({ Type: 'Wait', Seconds: '1', End: true }),
      [schema('Expected value of type [INTEGER]', '/States/S/Seconds')],
    ],
    [
      'an invalid path',
      machine({ Type: 'Pass', InputPath: 'a', End: true }),
      [schema('Value must be a valid JSONPath.', '/States/S/InputPath')],
    ],
    [
      'a ResultPath with a wildcard',
      machine({ Type: 'Pass', ResultPath: '$.a[*]', End: true }),
      [schema('Value is not a Reference Path', '/States/S/ResultPath')],
    ],
    [
      'a ResultPath into the context object',
      machine({ Type: 'Pass', ResultPath: '$$.a', End: true }),
      [schema('Value is not a Reference Path', '/States/S/ResultPath')],
    ],
    [
      'a variable named states',
      machine({ Type: 'Pass', Assign: { states: 1 }, End: true }),
      [schema("Variable name 'states' is not valid", '/States/S/Assign')],
    ],
    [
      'a name too long',
      { StartAt: 'a'.repeat(81), States: { ['a'.repeat(81)]: { Type: 'Succeed' } } },
      [`INVALID_STATE_NAME: State name must have 1 to 80 characters at /States/${'a'.repeat(81)}`],
    ],
    [
      'a state machine with TimeoutSeconds 0',
      machine({ Type: 'Succeed' }, { TimeoutSeconds: 0 }),
      [schema('Minimum value is 1', '/TimeoutSeconds')],
    ],
  ])('%s', (_, definition, expected) => {
    expect(findings(definition)).toEqual(expected);
  });
});

describe('templates', () => {
  test('every dynamic field must be a path or a call, at any depth', () => {
    const wrong = {
      'a.$': 'x',
      b: { 'c.$': 'States.Nope()', 'd.$': 1 },
      'fine.$': '$.x',
      'also fine.$': 'States.UUID()',
    };
    const message = (field: string): string =>
      `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`;
    expect(findings(machine({ Type: 'Pass', Parameters: wrong, End: true }))).toEqual([
      schema(message('a.$'), '/States/S/Parameters'),
      schema(message('c.$'), '/States/S/Parameters/b'),
      schema(message('d.$'), '/States/S/Parameters/b'),
    ]);
  });

  test('a Result is not evaluated', () => {
    expect(findings(machine({ Type: 'Pass', Result: { 'a.$': 'x' }, End: true }))).toEqual([]);
  });
});

describe('query languages', () => {
  const jsonata = (state: JsonObject): JsonObject =>
    machine({ Type: 'Pass', End: true, ...state }, { QueryLanguage: 'JSONata' });

  test.each<[string, JsonObject, string[]]>([
    [
      'Output in JSONPath',
      machine({ Type: 'Pass', Output: 1, End: true }),
      [
        schema(
          "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
          '/States/S',
        ),
      ],
    ],
    [
      'an unknown query language',
      machine({ Type: 'Succeed', QueryLanguage: 'jsonpath' }),
      [schema('Value should be one of the following: [JSONPath, JSONata]', '/States/S/QueryLanguage')],
    ],
    [
      'a query language that is not a string',
      machine({ Type: 'Succeed' }, { QueryLanguage: 1 }),
      [schema('Expected value of type [STRING]', '/QueryLanguage')],
    ],
    [
      'JSONPath with its fields in a JSONata state machine',
      jsonata({ QueryLanguage: 'JSONPath', Output: 1 }),
      [schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", '/States/S')],
    ],
    [
      'Parameters in JSONata',
      jsonata({ Parameters: {} }),
      [
        schema(
          "The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage",
          '/States/S',
        ),
      ],
    ],
    [
      'JSONPath in a JSONata state machine',
      jsonata({ QueryLanguage: 'JSONPath' }),
      [schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", '/States/S')],
    ],
    [
      'a broken expression',
      jsonata({ Output: { a: ['{% 1 + %}'] } }),
      ['INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output/a[0]'],
    ],
    [
      'a name at the top level',
      jsonata({ Output: { v: '{% phone.number %}' } }),
      ["UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/S/Output/v"],
    ],
    ['names inside items', jsonata({ Output: '{% $states.input.phones[type = "home"].number %}' }), []],
    [
      'names inside objects of items',
      jsonata({ Output: '{% $map($states.input.a, function($i) { {"n": $i.name} }) %}' }),
      [],
    ],
    ['names of groups', jsonata({ Output: '{% $states.input.a{name: value} %}' }), []],
    ['names to sort by', jsonata({ Output: '{% $states.input.a^(<price) %}' }), []],
    ['names in chains', jsonata({ Output: '{% $states.input.a ~> | b | {"c": d} | %}' }), []],
    [
      'the root $$',
      jsonata({ Output: '{% $$ %}' }),
      ["UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/S/Output"],
    ],
    ['a text with blanks around', jsonata({ Output: ' {% broken( %} ' }), []],
    [
      'a JSONata Map with JSONPath inner states',
      machine({
        Type: 'Map',
        QueryLanguage: 'JSONata',
        Items: '{% [1] %}',
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Output: 1, End: true } } },
        End: true,
      }),
      [
        schema(
          "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
          '/States/S/ItemProcessor/States/I',
        ),
      ],
    ],
    [
      'a query language of an ItemProcessor',
      machine({
        Type: 'Map',
        ItemProcessor: { QueryLanguage: 'JSONata', StartAt: 'I', States: { I: { Type: 'Succeed' } } },
        End: true,
      }),
      [schema("Field 'QueryLanguage' is not supported", '/States/S/ItemProcessor')],
    ],
  ])('%s', (_, definition, expected) => {
    expect(findings(definition)).toEqual(expected);
  });
});

test('the error output can be read only in a Catch', () => {
  const expression = '{% $states.errorOutput.Cause %}';
  const state = (more: JsonObject): JsonObject => ({
    StartAt: 'S',
    QueryLanguage: 'JSONata',
    States: { S: { Type: 'Task', Resource: LAMBDA, Next: 'P', ...more }, P: { Type: 'Pass', End: true } },
  });
  const catcher = { ErrorEquals: ['States.ALL'], Next: 'P', Output: expression, Assign: { e: expression } };
  expect(findings(state({ Catch: [catcher] }))).toEqual([]);
  expect(findings(state({ Output: expression }))).toEqual([
    "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is not supported. at /States/S/Output",
  ]);
});

describe('resources', () => {
  const unknown = (arn: string): string =>
    schema(
      `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      '/States/S/Resource',
    );

  test.each([
    ['create', schema('Value is not a valid resource ARN', '/States/S/Resource')],
    ['arn:aws:states:::dynamodb:query', unknown('arn:aws:states:::dynamodb:query')],
    ['arn:aws:states:::aws-sdk:dynamodb:query', undefined],
    ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', undefined],
    ['arn:aws:states:::states:startExecution.sync:2', undefined],
    ['arn:aws:states:us-east-1:123456789012:activity:a', undefined],
  ])('%s', (arn, expected) => {
    expect(findings(task({ Resource: arn }))).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each([
    ['arn:aws:states:::states:startExecution.sync:2', "'.sync' service integration"],
    ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', "'.waitForTaskToken' service integration"],
    ['arn:aws:states:us-east-1:123456789012:activity:a', 'Activity ARN'],
  ])('an Express state machine does not accept %s', (arn, what) => {
    expect(findings(task({ Resource: arn }), 'EXPRESS')).toEqual([
      schema(`Express state machine does not support ${what}`, '/States/S/Resource'),
    ]);
  });
});

test('a refused CreateStateMachine lists all errors', () => {
  const definition = {
    StartAt: 'pass1',
    States: { pass1: { Type: 'Pass', Next: 'pass3' }, pass2: { Type: 'Pass', End: true } },
  };
  expect(invalidDefinitionMessage(validateDefinition(JSON.stringify(definition), 'STANDARD'))).toBe(
    `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2'`,
  );
});

test('the definition of a single state may name missing states', () => {
  const outer = { type: 'STANDARD', language: 'JSONPath' } as const;
  expect(validateStateDefinition('{"Type":"Pass","Next":"N"}', outer)).toEqual([]);
  expect(validateStateDefinition('{"Type":"Pass","Next":1}', outer)[0]?.location).toBe('/Next');
});

test('validation returns a result for any definition', () => {
  const field = fc.constantFrom(
    'StartAt',
    'States',
    'Type',
    'Next',
    'Choices',
    'Branches',
    'ItemProcessor',
    'Catch',
    'Retry',
    'Parameters',
    'Assign',
    'Output',
    'QueryLanguage',
    'Label',
    '__proto__',
  );
  const text = fc.constantFrom(
    'Pass',
    'Task',
    'Map',
    'Choice',
    'Parallel',
    'JSONata',
    'JSONPath',
    '$.a',
    '{% a %}',
    '{% ( %}',
    'S',
  );
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(field, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, (definition) => {
      const diagnostics = validateDefinition(JSON.stringify(definition), 'STANDARD');
      expect(diagnostics.every((each) => each.message !== '')).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
