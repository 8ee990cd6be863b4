import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authorize, Services } from '../local/aws/services.ts';
import { startRuntime } from '../local/runtime.ts';
import { clientsFor } from '../scripts/demo/clients.ts';
import { assemblyFor } from '../scripts/synth.ts';
import { BATCH, batch } from './applications.ts';
import { type Bench, median } from './bench.ts';

/** Odd, so that the median is one that was measured; which side goes first changes from round to round. */
const ROUNDS = 7;
const LOOK_AGAIN_MS = 5;

/** Enforcement that can be switched off and on while the runtime runs, and that counts the time it takes. */
class Switch {
  isOn = true;
  decidingMs = 0;

  /** Takes the place of `enforce` for the runtimes that start from now on. */
  install(): void {
    const enforce = Services.prototype.enforce;
    const wrap = (authorize: Authorize) => this.#around(authorize);
    Services.prototype.enforce = function (this: Services, authorize) {
      enforce.call(this, wrap(authorize));
    };
  }

  #around(authorize: Authorize): Authorize {
    return (...call) => {
      if (!this.isOn) return;
      const startMs = performance.now();
      try {
        authorize(...call);
      } finally {
        this.decidingMs += performance.now() - startMs;
      }
    };
  }
}

export const bench: Bench = {
  question: 'What does it cost to hold every call to the policies?',
  run: async (say) => {
    const enforcement = new Switch();
    enforcement.install();
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const assembly = await assemblyFor({ notificationEmail: 'operator@example.com' });
    const runtime = await startRuntime({ port: 0, assembly, dataDir });
    const clients = clientsFor(runtime.endpoint);
    const seconds = { on: [] as number[], off: [] as number[] };
    const shares: number[] = [];
    for (const round of ['warm', 'warmer']) await batch(clients, round, LOOK_AGAIN_MS);
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const isOn of round % 2 === 0 ? [true, false] : [false, true]) {
        Object.assign(enforcement, { isOn, decidingMs: 0 });
        const took = await batch(clients, `round-${round}-${isOn}`, LOOK_AGAIN_MS);
        seconds[isOn ? 'on' : 'off'].push(took);
        if (isOn) shares.push(enforcement.decidingMs / took / 10);
      }
      const rate = (took: number | undefined) => `${(BATCH / Number(took)).toFixed(0)}/s`;
      say(`round ${round}: ${rate(seconds.on.at(-1))} enforced, ${rate(seconds.off.at(-1))} not`);
    }
    await runtime.stop();
    rmSync(dataDir, { recursive: true });
    const ratios = seconds.off.map((off, round) => off / (seconds.on[round] ?? Number.NaN));
    return [
      { name: 'enforced', value: BATCH / median(seconds.on), unit: 'applications/s' },
      { name: 'not enforced', value: BATCH / median(seconds.off), unit: 'applications/s' },
      { name: 'cost in throughput', value: 100 * (1 - median(ratios)), unit: '%', goal: '<= 5' },
      { name: 'of the time, spent deciding', value: median(shares), unit: '%', goal: '<= 5' },
    ];
  },
};
