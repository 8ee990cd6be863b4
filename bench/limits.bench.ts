import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Store } from '../local/src/core/store/store.ts';
import { bundle } from '../scripts/bundle.ts';
import { clientsFor } from '../test/support/clients.ts';
import { type Bench, type Figure, median, timed } from './bench.ts';
import { FunctionsAlone, TO_THE_END, UNTIL_APPROVED } from './limits/functions.ts';
import { withDirectory } from './system.ts';
import { accountApplications, BATCH, batch } from './workload.ts';

const ROUNDS = 3;
const TURNS = 1_000;

/**
 * Mean duration of one call of `turn` in milliseconds: the median of `ROUNDS` rounds of `TURNS` calls each, after
 * warm-up calls.
 */
const perTurn = async (turn: () => Promise<unknown>): Promise<number> => {
  for (let index = 0; index < TURNS / 10; index += 1) await turn();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    for (let index = 0; index < TURNS; index += 1) await turn();
    rounds.push((performance.now() - startMs) / TURNS);
  }
  return median(rounds);
};

/** Measures the insert of one row, until the row is on disk. */
const durableCommit = (): Promise<number> =>
  withDirectory(async (dataDir) => {
    const store = new Store(join(dataDir, 'limits.sqlite'));
    store.define('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)');
    const insert = store.prepare('INSERT INTO rows (body) VALUES (?)');
    const ms = await perTurn(() => store.write(() => insert.run('x'.repeat(200))));
    await store.close();
    return ms;
  });

/** Measures a request and its response over a kept-alive connection, with Node's plain HTTP client. */
const httpHop = async (): Promise<number> => {
  const server = createServer((asked, answer) => {
    asked.resume();
    answer.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const ms = await perTurn(
    () =>
      new Promise((resolve, reject) => {
        request({ port, host: '127.0.0.1', method: 'POST', agent }, (answer) => answer.resume().once('end', resolve))
          .once('error', reject)
          .end('{}');
      }),
  );
  agent.destroy();
  server.close();
  return ms;
};

/** Measures a message to a worker thread and its reply. */
const workerRoundTrip = async (): Promise<number> => {
  const code =
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));";
  const worker = new Worker(code, { eval: true });
  let answered: (() => void) | undefined;
  worker.on('message', () => answered?.());
  const ms = await perTurn(
    () =>
      new Promise<void>((resolve) => {
        answered = resolve;
        worker.postMessage({ body: 'x'.repeat(200) });
      }),
  );
  await worker.terminate();
  return ms;
};

const WARM_UP = 10;

/** The median rate of several batches, in applications per second, after warm-up batches. */
const warmed = async (rateOf: (name: string) => Promise<number>): Promise<number> => {
  const rates: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) rates.push(await rateOf(`round-${round}`));
  return median(rates.slice(WARM_UP));
};

/**
 * Applications per second that the load generator sends to a stub endpoint, which answers immediately. No rate that a
 * bench measures with this load generator can be higher. `entries` is the number of applications per call.
 */
const loadGenerator = async (entries: number): Promise<number> => {
  const worker = new Worker(new URL('limits/stub-endpoint.ts', import.meta.url));
  const [port] = await once(worker, 'message');
  const workload = accountApplications(clientsFor(`http://127.0.0.1:${port}`));
  const rate = await warmed((name) => batch(workload, name, { ...BATCH, entries }));
  await worker.terminate();
  return rate;
};

/**
 * Applications per second that the functions process without the rest of the system. A stub answers their AWS calls
 * immediately: three calls per application until it is APPROVED, eleven for all steps.
 */
const functions = async (steps: number): Promise<number> => {
  const { count, width } = BATCH;
  const alone = new FunctionsAlone();
  const rate = await warmed(
    async (name) => count / (await timed(count, width, (index) => alone.run(`${name}-${index}`, steps))),
  );
  await alone.close();
  return rate;
};

export const bench: Bench = {
  question:
    'How long do a durable commit, an HTTP hop and a round trip to a worker thread take, and how many applications could this machine process if only the load generator, or only the functions, ran?',
  run: async (logProgress) => {
    const figures: Figure[] = [];
    for (const [name, measure] of [
      ['durable commit', durableCommit],
      ['HTTP hop', httpHop],
      ['round trip to a worker thread', workerRoundTrip],
    ] as const) {
      const value = await measure();
      logProgress(`${name}: ${value.toFixed(3)} ms`);
      figures.push({ name, value, unit: 'ms' });
    }
    await bundle();
    for (const [name, measure] of [
      ['load generator, one application per call', () => loadGenerator(1)],
      ['load generator, ten applications per call', () => loadGenerator(10)],
      ['functions alone, until APPROVED', () => functions(UNTIL_APPROVED)],
      ['functions alone, all steps', () => functions(TO_THE_END)],
    ] as const) {
      const value = await measure();
      logProgress(`${name}: ${value.toFixed(0)} applications per second`);
      figures.push({ name, value, unit: '/s' });
    }
    return figures;
  },
};
