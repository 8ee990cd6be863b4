import { patternFault } from './pattern.ts';
import { SCHEMA } from './schema.generated.ts';
import type { CheckRules, Rule } from './types.generated.ts';
import { schemaFaults } from './validate.ts';

export type ReadRules =
  | { readonly ok: true; readonly rules: CheckRules }
  | {
      readonly ok: false;
      /** One sentence per fault: the member, its value, and what it must be. */
      readonly faults: readonly string[];
    };

/** Maximum size of a rules file, in bytes of its JSON text. A request with rules has at most 64 KiB. */
const MAX_RULES_BYTES = 60_000;

/** Validates rules: first the form by `check-rules.schema.json`, then the names of lists, the ids and the patterns. */
export function readRules(value: unknown): ReadRules {
  const formFaults = schemaFaults(value, SCHEMA);
  if (formFaults.length > 0) return { ok: false, faults: formFaults };
  const rules = value as CheckRules;
  const faults = [...sizeFaults(rules), ...meaningFaults(rules)];
  return faults.length === 0 ? { ok: true, rules } : { ok: false, faults };
}

/** Reads rules from the text of a file. */
export function readRulesText(text: string): ReadRules {
  try {
    return readRules(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`The text is not JSON (${reason}); it must be one JSON object.`] };
  }
}

function sizeFaults(rules: CheckRules): readonly string[] {
  const bytes = new TextEncoder().encode(JSON.stringify(rules)).length;
  if (bytes <= MAX_RULES_BYTES) return [];
  return [`The file has ${bytes} bytes of JSON; it must have at most ${MAX_RULES_BYTES}.`];
}

function meaningFaults({ lists, checks }: CheckRules): readonly string[] {
  const all = Object.entries(checks).flatMap(([check, rules]) =>
    rules.map((rule, index) => ({ path: `checks.${check}.${index}`, rule })),
  );
  const twice = all.filter(({ rule }, index) => all.findIndex((other) => other.rule.id === rule.id) < index);
  return [
    ...twice.map(({ path, rule }) => `${path}.id is "${rule.id}", as of another rule; each rule must have its own id.`),
    ...all.flatMap(({ path, rule }) => faultOf(rule, path, Object.keys(lists))),
  ];
}

function faultOf(rule: Rule, path: string, lists: readonly string[]): readonly string[] {
  if ('list' in rule && !lists.includes(rule.list))
    return [`${path}.list is "${rule.list}"; it must be one of the lists: ${lists.join(', ') || 'there is none'}.`];
  if (!('pattern' in rule)) return [];
  const fault = patternFault(rule.pattern);
  return fault === undefined ? [] : [`${path}.pattern is ${JSON.stringify(rule.pattern)}, which ${fault}.`];
}
