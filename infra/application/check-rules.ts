import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRulesText } from '../../api/check-rules/read-rules.ts';
import { RULES_FILE } from '../../handlers/shared/check-rules/contract.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = 'workflow/check-rules';

export type LoadedRules =
  | {
      readonly ok: true;
      /** Files that are deployed beside the code of each function that applies the rules: name → text. */
      readonly files: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly file: string; readonly faults: readonly string[] };

/**
 * Reads and validates the rules of the checks: those of `file`, a path from the root of the project, or the newest version
 * in workflow/check-rules.
 */
export function loadCheckRules(file: string = newestFile()): LoadedRules {
  const text = textOf(file);
  if (text === undefined) return { ok: false, file, faults: ['The file cannot be read.'] };
  const read = readRulesText(text);
  if (!read.ok) return { ok: false, file, faults: read.faults };
  return { ok: true, files: { [RULES_FILE]: JSON.stringify(read.rules) } };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(resolve(ROOT, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** The file `v<version>.json` with the highest version. */
function newestFile(): string {
  const versions = readdirSync(join(ROOT, FOLDER)).flatMap((name) => /^v(\d+)\.json$/.exec(name)?.[1] ?? []);
  return join(FOLDER, `v${Math.max(...versions.map(Number))}.json`);
}
