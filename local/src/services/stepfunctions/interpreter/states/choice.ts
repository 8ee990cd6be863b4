import { evaluateChoice } from '../../language/choice.ts';
import type { JsonObject } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { StatesError } from '../../language/states-error.ts';
import { effectiveInput, passOn, scopeOf } from '../data-flow.ts';
import { fieldFailure } from '../state-failure.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import type { Site } from '../walk.ts';

const NO_NEXT = 'Failed to transition out of the state. The state does not point to a next state.';

/** Choice: goes to Next of the first matching rule, else to Default, else fails with States.NoChoiceMatched. */
export async function beginChoice(site: Site): Promise<StateOutcome> {
  const { fields } = site.state;
  const rule = await matchingRule(site);
  const next = rule === undefined ? fields.Default : rule.Next;
  if (typeof next !== 'string') throw new StatesError('States.NoChoiceMatched', NO_NEXT);
  return leave(site, await passOn(site, rule ?? fields), next);
}

async function matchingRule(site: Site): Promise<JsonObject | undefined> {
  const { state } = site;
  const rules = Array.isArray(state.fields.Choices) ? state.fields.Choices.filter(isObject) : [];
  const scope = scopeOf(site);
  if (!state.jsonata) {
    const root = effectiveInput(site, scope);
    return rules.find((rule) => evaluateChoice(rule, scope, root));
  }
  for (const [index, rule] of rules.entries()) {
    const field = `Choices[${index}]/Condition`;
    const holds = await evaluateJsonata(rule.Condition ?? null, scope, field);
    if (holds === true) return rule;
    if (holds !== false) throw notBoolean(site, field, rule.Condition, holds);
  }
  return undefined;
}

function notBoolean(site: Site, field: string, condition: unknown, value: unknown): Error {
  const expression = String(condition).replace(/^\{%\s*|\s*%\}$/g, '');
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const message =
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. ` +
    `Expected 'boolean', but was '${type}' for value: ${JSON.stringify(value)}`;
  return fieldFailure(site, field, message);
}
