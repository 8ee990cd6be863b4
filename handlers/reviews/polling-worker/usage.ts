import { parseArgs } from 'node:util';
import { DEFAULTS, REVIEW_QUEUE } from './defaults.ts';

const VARIABLES = Object.entries({ REVIEW_QUEUE, ...DEFAULTS }).map(
  ([name, value]) => `  ${name.padEnd(20)}default ${value}`,
);

export const USAGE = `Usage: npm run reviewer

Moves review requests from review-queue into the review ledger, whose reviews the function keep-reviews keeps alive. For a system that is deployed with reviewWorker=off (npm start -- --context reviewWorker=off). Ctrl-C
stops it.

Endpoint, region and credentials are found as in every AWS SDK; for the system on this machine:
  eval "$(npm run -s env)"

Environment:
${VARIABLES.join('\n')}
`;

/** Reads the command line. `refusal` is the message about the first unknown argument. */
export function readArguments(args: string[]): 'RUN' | 'HELP' | { readonly refusal: string } {
  try {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } });
    return values.help === true ? 'HELP' : 'RUN';
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}
