import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { evaluateChoice } from '../../../../../local/src/services/stepfunctions/language/choice.ts';
import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { isObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { applyPath } from '../../../../../local/src/services/stepfunctions/language/json-path.ts';
import {
  evaluateJsonata,
  evaluateJsonataAs,
} from '../../../../../local/src/services/stepfunctions/language/jsonata.ts';
import {
  evaluateField,
  evaluateTemplate,
} from '../../../../../local/src/services/stepfunctions/language/payload-template.ts';
import { applyResultPath } from '../../../../../local/src/services/stepfunctions/language/reference-path.ts';
import { StatesError } from '../../../../../local/src/services/stepfunctions/language/states-error.ts';
import { scopeOf } from './scope-for-tests.ts';

const RECORDED = new URL('../../../../../../shared/conformance/asl.jsonl', import.meta.url);
/**
 * States that need no service: their results follow from the language alone. Express executions are excluded: the
 * recorded ones output their context object, which the engine creates.
 */
const PURE_TYPES: ReadonlySet<string> = new Set(['Pass', 'Choice', 'Succeed', 'Fail']);

interface Case {
  readonly id: string;
  readonly type?: string;
  readonly definition: {
    readonly StartAt: string;
    readonly QueryLanguage?: string;
    readonly States: Record<string, JsonObject>;
  };
  readonly input: Json;
  readonly expect: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
  };
}

const cases = existsSync(RECORDED) ? readCases() : [];

function readCases(): Case[] {
  const lines = readFileSync(RECORDED, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const all = lines.map((line) => {
    const recorded = JSON.parse(line);
    const input = recorded.input === undefined || recorded.input === '' ? {} : JSON.parse(recorded.input);
    return { ...recorded, definition: JSON.parse(recorded.definition), input };
  });
  return all.filter(
    (each: Case) =>
      each.type !== 'EXPRESS' &&
      Object.values(each.definition.States).every((state) => PURE_TYPES.has(String(state.Type))),
  );
}

if (cases.length === 0) {
  test.skip('recorded executions (the conformance data is not beside this repository)', () => {});
} else {
  test.each(cases.map((each) => [each.id, each] as const))('agrees with AWS on %s', async (_, recorded) => {
    const actual = await run(recorded);
    expect(actual.status).toBe(recorded.expect.status);
    if (recorded.expect.output !== undefined) expect(agrees(recorded.expect.output, actual.output)).toBe(true);
    if (recorded.expect.error !== undefined) expect(actual.error).toBe(recorded.expect.error);
    if (typeof recorded.expect.cause === 'string')
      expect(actual.cause ?? '').toMatch(causePattern(recorded.expect.cause));
  });
}

interface Outcome {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** A minimal state machine that runs these states. */
async function run(recorded: Case): Promise<Outcome> {
  let data = recorded.input;
  let variables: JsonObject = {};
  let name: string | undefined = recorded.definition.StartAt;
  const execution = {
    Execution: {
      Id: 'arn:x:states:x:x:execution:x:y',
      Input: data,
      Name: 'x',
      RoleArn: 'r',
      StartTime: 't',
      RedriveCount: 0,
    },
  };
  try {
    while (name !== undefined) {
      const state: JsonObject = recorded.definition.States[name] ?? {};
      const context = {
        ...execution,
        State: { Name: name, EnteredTime: 't' },
        StateMachine: { Id: 'arn:x:states:x:x:stateMachine:x', Name: 'x' },
      };
      const language = state.QueryLanguage ?? recorded.definition.QueryLanguage ?? 'JSONPath';
      const step = await (language === 'JSONata' ? jsonataStep : jsonPathStep)(state, data, variables, context);
      if (step.failure) return step.failure;
      data = step.output;
      variables = { ...variables, ...step.assigned };
      name = step.next;
    }
    return { status: 'SUCCEEDED', output: data };
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    return { status: 'FAILED', error: error.error, cause: error.causeText };
  }
}

interface StepResult {
  readonly output: Json;
  readonly assigned: JsonObject;
  readonly next: string | undefined;
  readonly failure?: Outcome;
}

async function jsonPathStep(
  state: JsonObject,
  data: Json,
  variables: JsonObject,
  context: JsonObject,
): Promise<StepResult> {
  const scope = scopeOf(data, variables, context);
  const input = applyPath(pathOf(state.InputPath), scope, data);
  const assign = (from: JsonObject, root: Json): JsonObject =>
    objectOf(evaluateTemplate(from.Assign ?? {}, scope, root));
  if (state.Type === 'Choice') {
    const rule = rulesOf(state).find((each) => evaluateChoice(each, scope, input));
    return {
      output: applyPath(pathOf(state.OutputPath), scope, input),
      assigned: assign(rule ?? state, input),
      next: nextOf(rule, state),
    };
  }
  if (state.Type === 'Fail') return failed(fieldText(state, 'Error', scope), fieldText(state, 'Cause', scope));
  const parameters = state.Parameters === undefined ? input : evaluateTemplate(state.Parameters, scope, input);
  const result = state.Result ?? parameters;
  const output = applyPath(pathOf(state.OutputPath), scope, applyResultPath(data, pathOf(state.ResultPath), result));
  return { output, assigned: assign(state, result), next: textOf(state.Next) };
}

async function jsonataStep(
  state: JsonObject,
  data: Json,
  variables: JsonObject,
  context: JsonObject,
): Promise<StepResult> {
  const scope = scopeOf(data, variables, context);
  if (state.Type === 'Fail') {
    const error = await evaluateJsonata(state.Error ?? null, scope, 'Error');
    const cause = await evaluateJsonata(state.Cause ?? null, scope, 'Cause');
    return failed(textOf(error), textOf(cause));
  }
  const rule = state.Type === 'Choice' ? await firstRule(rulesOf(state), scope) : undefined;
  const from = rule ?? state;
  const assigned = objectOf(await evaluateJsonata(from.Assign ?? {}, scope, 'Assign'));
  const output = from.Output === undefined ? data : await evaluateJsonata(from.Output, scope, 'Output');
  return { output, assigned, next: state.Type === 'Choice' ? nextOf(rule, state) : textOf(state.Next) };
}

async function firstRule(
  rules: readonly JsonObject[],
  scope: ReturnType<typeof scopeOf>,
): Promise<JsonObject | undefined> {
  for (const [index, rule] of rules.entries()) {
    const holds = await evaluateJsonataAs(rule.Condition ?? false, scope, `Choices[${index}]/Condition`, 'boolean');
    if (holds === true) return rule;
  }
  return undefined;
}

const failed = (error: string | undefined, cause: string | undefined): StepResult => ({
  output: null,
  assigned: {},
  next: undefined,
  failure: { status: 'FAILED', error, cause },
});

function fieldText(state: JsonObject, field: string, scope: ReturnType<typeof scopeOf>): string | undefined {
  const path = state[`${field}Path`];
  return path === undefined ? textOf(state[field]) : textOf(evaluateField(path, `${field}Path`, scope, scope.input));
}

const pathOf = (value: Json | undefined): string | null | undefined => (value === null ? null : textOf(value));
const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const objectOf = (value: Json): JsonObject => (isObject(value) ? value : {});
const rulesOf = (state: JsonObject): JsonObject[] =>
  Array.isArray(state.Choices) ? state.Choices.filter(isObject) : [];
const nextOf = (rule: JsonObject | undefined, state: JsonObject): string | undefined =>
  textOf(rule?.Next ?? state.Default);

/** `{{*}}` matches anything; the recording may contain an object where AWS returns its JSON text. */
function agrees(expected: Json, actual: Json | undefined): boolean {
  if (typeof expected === 'string' && expected.includes('{{')) return actual !== undefined;
  if (isObject(expected) && typeof actual === 'string') return agrees(expected, JSON.parse(actual));
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((each, index) => agrees(each, actual[index]))
    );
  if (!isObject(expected)) return expected === actual;
  return (
    isObject(actual) &&
    Object.keys(expected).length === Object.keys(actual).length &&
    Object.entries(expected).every(([key, each]) => agrees(each, actual[key]))
  );
}

/** The interpreter prefixes most causes with a sentence about the state. */
function causePattern(cause: string): RegExp {
  const bare = cause.replace(
    /^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /,
    '',
  );
  const escaped = bare.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\{\\{\\*\\}\\}', '.*');
  return new RegExp(`^${escaped}$`, 's');
}
