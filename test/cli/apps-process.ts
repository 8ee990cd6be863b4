import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Path of the program `apps`. */
export const APPS = join(import.meta.dirname, '../../cli/apps.js');

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  /** Environment variables in addition to those for the endpoint. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory. */
  readonly cwd?: string;
  /** Standard input. Empty if undefined. */
  readonly input?: string;
  /** Sends SIGINT after `when` has been printed, and then types `answer`. */
  readonly interrupt?: { readonly when: string; readonly answer: string };
}

/** Runs `apps` in a separate process, with the environment that `npm run -s env` prints. */
export const runApps = (
  { endpoint }: { readonly endpoint: string },
  args: readonly string[],
  { input, interrupt, env, cwd }: RunOptions = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [APPS, ...args], {
      cwd,
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...env,
      },
    });
    let output = '';
    let errors = '';
    let isInterrupted = false;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (interrupt === undefined || isInterrupted || !output.includes(interrupt.when)) return;
      isInterrupted = true;
      child.kill('SIGINT');
      child.stdin.write(interrupt.answer);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, errors }));
    if (interrupt === undefined) child.stdin.end(input ?? '');
  });

/** The last printed line, parsed as JSON. */
export const documentIn = ({ output }: Ended): Record<string, unknown> =>
  JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
