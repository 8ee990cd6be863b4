import { readRulesText } from '../../api/check-rules/read-rules.ts';
import type { CheckRules } from '../../api/check-rules/types.generated.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { readText } from '../terminal/read-text.ts';

/** Reads and validates a file of check rules; `-` means standard input. @throws CommandFailure with one line per fault */
export async function readRulesFile(file: string): Promise<CheckRules> {
  const read = readRulesText(await readText(file));
  if (read.ok) return read.rules;
  const faults = read.faults.map((fault) => `  ${fault}`).join('\n');
  throw new CommandFailure(EXIT.usage, `The check rules in ${file} are not valid:\n${faults}`);
}
