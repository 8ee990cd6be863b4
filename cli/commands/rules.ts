import type { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { readRange } from '../replay/range.ts';
import { followTrial } from '../rules/follow-trial.ts';
import { readRulesFile } from '../rules/read-file.ts';
import { trialLines } from '../rules/trial-lines.ts';

const EXAMPLES = `Examples:
  apps rules check rules.json                            is the file valid?
  apps rules try rules.json --from -7d                   how many of a week's applications would need a review
  apps rules try rules.json --from 2026-02-01 --to 2026-03-01 --json | tail -1 | jq .newlyFlagged.ids
`;

const CHECK_EXAMPLES = `Examples:
  apps rules check workflow/check-rules/v1.json
`;

interface TryOptions {
  readonly from: string;
  readonly to: string;
}

/** Adds `apps rules`. */
export function registerRules(program: Command, desk: Desk): void {
  const rules = program
    .command('rules')
    .summary('validate rules of the checks, and try them on archived applications')
    .description('Validates a file with rules of the checks, and tries it on archived applications.')
    .addHelpText('before', EXAMPLES);
  rules
    .command('check <file>')
    .description('validate a file with rules; - reads standard input')
    .addHelpText('before', CHECK_EXAMPLES)
    .action(async (file: string) => checkFile(desk, file));
  rules
    .command('try <file>')
    .summary('count the archived applications that these rules would flag')
    .description(
      'Applies the rules to the archived applications of a time, and compares the results with what the checks said. ' +
        'Nothing is changed: the rules do not take effect, and the data stays in the system. Needs the role operator.',
    )
    .addHelpText('before', EXAMPLES)
    .requiredOption('--from <time>', 'start of the range (inclusive): ISO 8601, or relative to now such as -2h or -7d')
    .option('--to <time>', 'end of the range (exclusive), in the same form', 'now')
    .action(async (file: string, options: TryOptions) => tryFile(desk, file, options));
}

async function checkFile({ screen }: Desk, file: string): Promise<void> {
  const { version, lists, checks } = await readRulesFile(file);
  const rules = Object.values(checks).flat().length;
  screen.json({ version, rules, lists: Object.keys(lists).length });
  screen.print(`Version ${version} is valid: ${rules} rules.`);
}

async function tryFile(desk: Desk, file: string, options: TryOptions): Promise<void> {
  const { api, screen } = desk;
  const rules = await readRulesFile(file);
  const { from, to } = readRange(options.from, options.to, await desk.now());
  const body = { rules, from: from.toISOString(), to: to.toISOString() };
  const { id } = await api.call('POST /rule-trials', { body });
  const trial = await followTrial(desk, id);
  screen.json(trial);
  if (trial.state !== 'COMPLETED')
    throw new CommandFailure(EXIT.failed, `The trial ${id} ended ${trial.state}: ${trial.reason}`);
  screen.print(...trialLines(trial, screen.width));
}
