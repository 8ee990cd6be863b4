import { execFile } from 'node:child_process';

/** A command that has ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command until it ends. Resolves for every exit code; rejects if the command cannot be started or is killed.
 */
export const run = (command: string, args: readonly string[], { cwd, env = process.env }: CommandOptions) =>
  new Promise<Ended>((resolve, reject) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (child.exitCode === null) reject(error);
      else resolve({ code: child.exitCode, stdout, stderr });
    });
  });

/** Runs npm: the npm that runs the tests (`npm_execpath`), or otherwise the one on the PATH. */
export const npm = (args: readonly string[], options: CommandOptions): Promise<Ended> => {
  const { npm_execpath: path } = process.env;
  return path?.endsWith('.js') ? run(process.execPath, [path, ...args], options) : run('npm', args, options);
};
