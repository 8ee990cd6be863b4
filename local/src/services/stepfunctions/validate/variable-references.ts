import { isIntrinsicCall } from '../language/intrinsic.ts';
import type { Argument, Call } from '../language/intrinsics/call-parser.ts';
import { parseCall } from '../language/intrinsics/call-parser.ts';
import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { expressionText, isExpression } from '../language/jsonata.ts';
import { factsOfExpression } from '../language/jsonata-syntax.ts';
import { isPath, parsePath } from '../language/path/path-parser.ts';
import type { Path } from '../language/path/path-syntax.ts';
import { containersOf } from './containers.ts';
import { languageOf } from './state-machine-schema.ts';

/**
 * Fields that are skipped. Fields with inner states are skipped because these states have their own entries, and Result
 * because it is never evaluated.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Result']);
const TEMPLATES: ReadonlySet<string> = new Set([
  'Parameters',
  'ResultSelector',
  'ItemSelector',
  'Assign',
  'Credentials',
]);

/**
 * The variables that each state reads, sorted, by state name (inner states included); states that read none are absent.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 */
export function variableReferences(definition: JsonObject): Record<string, string[]> {
  const stateMachineLanguage = languageOf(definition.QueryLanguage, 'JSONPath');
  const found = containersOf(definition).flatMap(({ states }) =>
    states.map(([name, state]): [string, string[]] => {
      const read =
        languageOf(state.QueryLanguage, stateMachineLanguage) === 'JSONata' ? expressionVariables : pathVariables;
      const fields = Object.entries(state).filter(([field]) => !LEFT_OUT.has(field));
      return [name, [...new Set(fields.flatMap(([field, value]) => read(value, field)))].sort()];
    }),
  );
  return Object.fromEntries(found.filter(([, variables]) => variables.length > 0));
}

function expressionVariables(value: Json): readonly string[] {
  if (isExpression(value)) return factsOfExpression(expressionText(value)).variables;
  if (Array.isArray(value)) return value.flatMap(expressionVariables);
  return isObject(value) ? Object.values(value).flatMap(expressionVariables) : [];
}

/**
 * The variables in the paths of a value. In templates only keys that end in `.$` contain paths; elsewhere some named
 * fields contain paths too.
 */
function pathVariables(value: Json, field: string, inTemplate = false): readonly string[] {
  const template = inTemplate || TEMPLATES.has(field);
  if (Array.isArray(value)) return value.flatMap((item) => pathVariables(item, '', template));
  if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => pathVariables(each, key, template));
  return typeof value === 'string' && isDynamic(field, template) ? textVariables(value) : [];
}

const isDynamic = (field: string, inTemplate: boolean): boolean =>
  field.endsWith('.$') || (!inTemplate && (field.endsWith('Path') || field === 'Variable'));

function textVariables(text: string): string[] {
  if (isIntrinsicCall(text)) return callVariables(parseCall(text));
  return isPath(text) ? variablesOfPath(parsePath(text)) : [];
}

const callVariables = (call: Call): string[] => call.arguments.flatMap(argumentVariables);

function argumentVariables(argument: Argument): string[] {
  if (argument.kind === 'call') return callVariables(argument.call);
  return argument.kind === 'path' ? variablesOfPath(parsePath(argument.path)) : [];
}

const variablesOfPath = (path: Path): string[] => (path.root.kind === 'variable' ? [path.root.name] : []);
