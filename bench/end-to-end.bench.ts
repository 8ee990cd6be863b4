import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, clientsFor } from '../scripts/demo/clients.ts';
import { approved, BATCH, batch, submit, WIDTH } from './applications.ts';
import { type Bench, type Figure, percentile, timed } from './bench.ts';

const ONE_AT_A_TIME = 200;
const ROUNDS = 3;
const LOOK_AGAIN_MS = 1;

interface System {
  readonly clients: Clients;
  readonly pid: number;
  /** Until it said that it serves. */
  readonly startedMs: number;
  stop(): void;
}

/** The system as a user starts it, with its state on disk. */
const startSystem = async (dataDir: string): Promise<System> => {
  const startMs = performance.now();
  const args = [join(import.meta.dirname, '../scripts/start.ts'), '--port', '0', '--data-dir', dataDir];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The system ended with ${code}.`)));
  });
  const startedMs = performance.now() - startMs;
  return { clients: clientsFor(endpoint), pid: Number(child.pid), startedMs, stop: () => child.kill('SIGKILL') };
};

/** Milliseconds from the call of PutEvents to the first time the record reads APPROVED. */
const approve = async (clients: Clients, id: string): Promise<number> => {
  const startMs = performance.now();
  await submit(clients, id);
  await approved(clients, id, LOOK_AGAIN_MS);
  return performance.now() - startMs;
};

const residentMiB = (pid: number): number => {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
};

const measure = async ({ clients, pid, startedMs }: System, say: (line: string) => void): Promise<Figure[]> => {
  const first = await approve(clients, 'first');
  say(`started in ${startedMs.toFixed(0)} ms, first application ${first.toFixed(0)} ms`);
  await batch(clients, 'warm', LOOK_AGAIN_MS);
  const single: number[] = [];
  await timed(ONE_AT_A_TIME, 1, async (index) => single.push(await approve(clients, `single-${index}`)));
  say(`one at a time: p50 ${percentile(single, 50).toFixed(1)} ms, p99 ${percentile(single, 99).toFixed(1)} ms`);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(BATCH / (await batch(clients, `batch-${round}`, LOOK_AGAIN_MS)));
    say(`batch of ${BATCH}, ${WIDTH} wide: ${rates.at(-1)?.toFixed(0)}/s`);
  }
  return [
    { name: 'start, synth cached', value: startedMs, unit: 'ms', goal: '<= 1000' },
    { name: 'first application', value: first, unit: 'ms', goal: '<= 100' },
    { name: 'one at a time p50', value: percentile(single, 50), unit: 'ms', goal: '<= 10' },
    { name: 'one at a time p99', value: percentile(single, 99), unit: 'ms', goal: '<= 30' },
    { name: `batch of ${BATCH}, ${WIDTH} wide`, value: percentile(rates, 50), unit: 'applications/s', goal: '>= 500' },
    { name: 'memory after the batches (RSS)', value: residentMiB(pid), unit: 'MiB', goal: '<= 300' },
  ];
};

export const bench: Bench = {
  question: 'How long from PutEvents to an APPROVED record, how many a second, in how much memory?',
  run: async (say) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const system = await startSystem(dataDir);
    try {
      return await measure(system, say);
    } finally {
      system.stop();
      rmSync(dataDir, { recursive: true });
    }
  },
};
