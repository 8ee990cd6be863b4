import { evaluateChoice } from '../../language/choice.ts';
import type { JsonObject } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, passOn, scopeOf } from '../data-flow.ts';
import { fieldFailure } from '../state-failure.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import type { ActiveState } from '../walk.ts';

const NO_NEXT = 'Failed to transition out of the state. The state does not point to a next state.';

/** Choice: goes to Next of the first matching rule, else to Default, else fails with States.NoChoiceMatched. */
export async function beginChoice(active: ActiveState): Promise<StateOutcome> {
  const { fields } = active.state;
  const rule = await matchingRule(active);
  const next = rule === undefined ? fields.Default : rule.Next;
  if (typeof next !== 'string') throw new StatesError('States.NoChoiceMatched', NO_NEXT);
  return leave(active, await passOn(active, rule ?? fields), next);
}

async function matchingRule(active: ActiveState): Promise<JsonObject | undefined> {
  const { state } = active;
  const rules = Array.isArray(state.fields.Choices) ? state.fields.Choices.filter(isObject) : [];
  const scope = scopeOf(active);
  if (!state.jsonata) {
    const root = effectiveInput(active, scope);
    return rules.find((rule) => evaluateChoice(rule, scope, root));
  }
  for (const [index, rule] of rules.entries()) {
    const field = `Choices[${index}]/Condition`;
    const holds = await evaluateJsonata(rule.Condition ?? null, scope, field);
    if (holds === true) return rule;
    if (holds !== false) throw notBoolean(active, field, rule.Condition, holds);
  }
  return undefined;
}

function notBoolean(active: ActiveState, field: string, condition: unknown, value: unknown): Error {
  const expression = String(condition).replace(/^\{%\s*|\s*%\}$/g, '');
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const message =
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. ` +
    `Expected 'boolean', but was '${type}' for value: ${JSON.stringify(value)}`;
  return fieldFailure(active, field, message);
}
