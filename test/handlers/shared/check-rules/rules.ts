import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRulesText } from '../../../../api/check-rules/read-rules.ts';
import type { CheckRules } from '../../../../api/check-rules/types.generated.ts';

export type { CheckRules };

const read = readRulesText(readFileSync(join(import.meta.dirname, '../../../../workflow/check-rules/v1.json'), 'utf8'));
if (!read.ok) throw new Error(read.faults.join(' '));

/** Version 1 of the rules. */
export const V1: CheckRules = read.rules;
