import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import { RULES_FILE } from './contract.ts';

let rules: CheckRules | undefined;

/** The rules that were deployed with this function, read once. They were validated when the stack was synthesized. */
export function rulesInForce(): CheckRules {
  rules ??= JSON.parse(readFileSync(join(import.meta.dirname, RULES_FILE), 'utf8')) as CheckRules;
  return rules;
}
