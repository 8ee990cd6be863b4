import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../chaos/polling.ts';
import { ROOT, type RunningSystem, type StartOptions, startProcess } from '../chaos/process.ts';
import type { Secrets } from './judge/leaks.ts';

const ONE_PERSON = ['--context', 'reviewPolicy=workflow/one-person-policy.json'];

/** The system under attack: a process with its own data directory. */
export interface Target {
  readonly system: RunningSystem;
  readonly port: number;
  readonly consolePort: number;
  readonly dataDir: string;
  /** The outputs of the stacks by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

const consoleUrlOf = async (system: RunningSystem): Promise<string> => {
  for (;;) {
    const url = /Console: (http:\/\/[\w.:]+)/.exec(system.printed())?.[1];
    if (url !== undefined && (await fetch(`${url}/config.json`)).ok) return url;
    if (system.exit() !== undefined) throw new Error(`The system ended:\n${system.printed()}`);
    await pause(50);
  }
};

/** Starts the system as `npm start` does, and waits for its console. */
export const startTarget = async (options: StartOptions): Promise<Target> => {
  const system = await startProcess({ ...options, args: [...ONE_PERSON, ...(options.args ?? [])] });
  const { endpoint } = system.clients;
  const consoleUrl = await consoleUrlOf(system);
  const outputs = (await (await fetch(`${endpoint}/_local/outputs`)).json()) as Record<string, string>;
  return {
    system,
    port: Number(new URL(endpoint).port),
    consolePort: Number(new URL(consoleUrl).port),
    dataDir: options.dataDir,
    outputs,
  };
};

/** Starts a system, calls `work` with it, and kills it afterwards. */
export const withTarget = async <Result>(
  options: StartOptions,
  work: (target: Target) => Promise<Result>,
): Promise<Result> => {
  const target = await startTarget(options);
  try {
    return await work(target);
  } finally {
    await target.system.kill();
  }
};

/** Paths of this machine that no answer may contain. */
export const pathsOf = ({ dataDir }: Target): Secrets => ({
  'a path of the project': [ROOT],
  'a path of the data directory': [dataDir],
  'a path of the temporary directory': [join(tmpdir(), 'attack-')],
});
