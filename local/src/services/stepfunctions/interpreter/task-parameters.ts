import type { Json } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { StatesError } from '../language/states-error.ts';
import { resourceOf } from './task-events.ts';
import type { ActiveState } from './walk.ts';

/**
 * Throws States.Runtime, before the task is scheduled, for parameters that AWS does not send to a service. These are
 * names of an `aws-sdk` integration that are not in PascalCase (even if the service's own API has camelCase names), and
 * values of DynamoDB's `S` and `N` that are not strings. See "AWS SDK service integrations".
 */
export function checkParameters({ walk, state }: ActiveState, parameters: Json): void {
  const { resourceType } = resourceOf(state);
  const isSdk = resourceType.startsWith('aws-sdk:');
  const problem =
    (isSdk ? namesProblem(parameters) : undefined) ??
    (resourceType.endsWith('dynamodb') ? itemsProblem(parameters) : undefined);
  if (problem === undefined) return;
  const field = state.jsonata ? 'Arguments' : 'Parameters';
  const cause = `The ${field} '${walk.text(parameters)}' could not be used to start the Task: [${problem}]`;
  throw new StatesError('States.Runtime', cause);
}

function namesProblem(parameters: Json): string | undefined {
  const wrong = Object.keys(isObject(parameters) ? parameters : {}).find((name) => !/^[A-Z]/.test(name));
  return wrong === undefined ? undefined : `The field "${wrong}" is not supported by Step Functions`;
}

/** Members that hold attribute values by attribute name. */
const ITEMS = ['Item', 'Key', 'ExpressionAttributeValues'] as const;

function itemsProblem(parameters: Json): string | undefined {
  if (!isObject(parameters)) return undefined;
  const values = ITEMS.flatMap((name) => (isObject(parameters[name]) ? Object.values(parameters[name]) : []));
  const { Parameters: ofStatement } = parameters;
  return firstProblem([...values, ...(Array.isArray(ofStatement) ? ofStatement : [])]);
}

function firstProblem(attributes: readonly Json[]): string | undefined {
  for (const attribute of attributes) {
    const problem = isObject(attribute) ? attributeProblem(attribute) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function attributeProblem({ S, N, M, L }: { readonly [name: string]: Json }): string | undefined {
  if (isWrong(S)) return mustBeText('S');
  if (isWrong(N)) return mustBeText('N');
  return firstProblem(isObject(M) ? Object.values(M) : Array.isArray(L) ? L : []);
}

/** A null counts as absent, as in all parameters of a task. */
const isWrong = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && typeof value !== 'string';

const mustBeText = (name: string): string => `The value for the field '${name}' must be a STRING`;
