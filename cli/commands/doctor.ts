import type { Command } from 'commander';
import type { OperatorDesk } from '../desk.ts';
import { checkQueues } from '../doctor/check-queues.ts';
import { checkReviewRequests } from '../doctor/check-review-requests.ts';
import { checkReviews } from '../doctor/check-reviews.ts';
import { checkRules } from '../doctor/check-rules.ts';
import { checkRuns } from '../doctor/check-runs.ts';
import type { Check, Finding, Severity } from '../doctor/finding.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';

const EXAMPLES = `Examples:
  apps doctor
  apps doctor --json | jq '.findings[] | select(.severity != "ok")'
`;

const CHECKS: readonly Check[] = [checkQueues, checkReviews, checkReviewRequests, checkRuns, checkRules];

/** Adds `apps doctor`. */
export function registerDoctor(program: Command, desk: OperatorDesk): void {
  program
    .command('doctor')
    .summary('check the health of the system')
    .description(
      'Checks queues, reviews, runs, records and rules. The exit code is 1 if a check fails; a warning is not a failure.',
    )
    .addHelpText('before', EXAMPLES)
    .action(async () => {
      desk.exitCode = await examine(desk);
    });
}

async function examine({ clients, screen, now }: OperatorDesk): Promise<ExitCode> {
  const findings: Finding[] = [];
  const at = await now();
  for (const check of CHECKS) findings.push(...(await check(clients, at)));
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  screen.json({ findings, ok: count('ok'), warn: count('warn'), fail: count('fail') });
  const rows = findings.map(({ check, severity, text }) => [severity, check, text]);
  const [head = '', ...lines] = tableLines(
    [{ heading: '' }, { heading: 'CHECK' }, { heading: 'FOUND' }],
    rows,
    screen.width,
  );
  screen.print(head);
  findings.forEach(({ severity, remedy }, index) => {
    screen.print(screen.style(COLOURS[severity], lines[index] ?? ''));
    if (remedy !== undefined) screen.print(`      → ${remedy}`);
  });
  screen.print('', `${count('ok')} ok, ${warnings(count('warn'))}, ${count('fail')} failed`);
  return count('fail') === 0 ? EXIT.done : EXIT.failed;
}

const warnings = (count: number): string => (count === 1 ? '1 warning' : `${count} warnings`);

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const satisfies Record<Severity, string>;
