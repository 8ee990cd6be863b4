import { Command, type CommanderError, Option } from 'commander';
import { registerAmend } from './commands/amend.ts';
import { registerApplications } from './commands/applications.ts';
import { registerAway } from './commands/away.ts';
import { registerCase } from './commands/case.ts';
import { registerClock } from './commands/clock.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerErase } from './commands/erase.ts';
import { registerGraph } from './commands/graph.ts';
import { registerHelp } from './commands/help.ts';
import { registerMail } from './commands/mail.ts';
import { registerMeasures } from './commands/measures.ts';
import { registerReview } from './commands/review.ts';
import { registerRules } from './commands/rules.ts';
import { registerSignIn } from './commands/sign-in.ts';
import { registerSubmit } from './commands/submit.ts';
import type { Desk } from './desk.ts';
import { endpointOf } from './endpoint.ts';
import { EXIT } from './failures.ts';
import { packageVersion } from './package-version.ts';
import type { ScreenOptions } from './terminal/screen.ts';

const EXAMPLES = `Examples:
  eval "$(npm run -s env)"                  the system on this machine; without it, AWS as the SDK is configured
  npm link                                  once: makes apps a command; npx apps works without it
  apps login --user reviewer-1
  apps review next            the next case, and the rule that requires a review
  apps review approve a-1
  apps timeline a-1           what has happened to it
  apps doctor                 problems that need an operator
`;

/** Commands in the order of the help text. The operators' commands are added after them. */
const COMMANDS = [
  registerSignIn,
  registerSubmit,
  registerAmend,
  registerApplications,
  registerReview,
  registerAway,
  registerCase,
  registerErase,
  registerMeasures,
  registerGraph,
  registerRules,
  registerClock,
  registerMail,
];

const CSV_REFUSED = 'error: --output csv is only for apps measures; use table or json.';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 endpoint unreachable`;

/**
 * Creates the command line. Commands set the desk's exit code. The program throws CommanderError instead of ending the
 * process. Operators' commands are registered only if `args` name none of the other commands, because they import the
 * AWS SDK, and loading it takes half of the run time of a short command.
 */
export async function createProgram(desk: Desk, args: readonly string[]): Promise<Command> {
  const program = new Command('apps')
    .description('Submits, reviews and operates account applications, on AWS or on this machine.')
    .addOption(
      new Option('--output <format>', 'format of the results; csv only for measures').choices(['table', 'json', 'csv']),
    )
    .option('--json', 'the same as --output json: one JSON document, or JSON lines where there is progress')
    .option('--plain', 'no colour, no bar')
    .version(packageVersion())
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('See apps --help.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .hook('preAction', (_, action) => {
      const options = action.optsWithGlobals<ScreenOptions>();
      if (options.output === 'csv' && action.name() !== 'measures') action.error(CSV_REFUSED, { exitCode: EXIT.usage });
      desk.screen.configure(options);
      endpointOf(desk.env);
    });
  for (const register of COMMANDS) register(program, desk);
  const named = args.find((arg) => !arg.startsWith('-'));
  if (!program.commands.some((command) => command.name() === named)) {
    const { registerOperations } = await import('./commands/operations.ts');
    registerOperations(program, desk);
    registerCompletion(program, desk);
    registerHelp(program);
  }
  return program;
}

/** Exit code of the process if commander refused the arguments, or only printed help. */
export function exitCodeOf({ exitCode }: CommanderError): typeof EXIT.done | typeof EXIT.usage {
  return exitCode === 0 ? EXIT.done : EXIT.usage;
}
