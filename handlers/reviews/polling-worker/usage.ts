import { parseArgs } from 'node:util';
import { DEFAULTS } from './defaults.ts';

const VARIABLES = Object.entries(DEFAULTS).map(([name, value]) => `  ${name.padEnd(20)}default ${value}`);

export const USAGE = `Usage: npm run reviewer

Takes review requests from review-queue into the review ledger and renews the heartbeats of pending reviews every hour,
for a system that is deployed with reviewWorker=off (npm start -- --context reviewWorker=off). Ctrl-C stops it.

Endpoint, region and credentials come from where AWS SDKs look for them; for the system on this machine:
  eval "$(npm run -s env)"

Environment:
${VARIABLES.join('\n')}
`;

/** What the arguments ask for; a sentence about the first one that is not known. */
export function readArguments(args: string[]): 'RUN' | 'HELP' | { readonly refusal: string } {
  try {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } });
    return values.help === true ? 'HELP' : 'RUN';
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}
