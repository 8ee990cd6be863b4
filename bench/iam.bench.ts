import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from 'one-machine';
import { type Authorize, Services } from '../local/src/core/services.ts';
import { assemblyFor, LOCAL_CONTEXT } from '../scripts/synth.ts';
import { clientsFor } from '../test/support/clients.ts';
import { type Bench, median } from './bench.ts';
import { accountApplications, batch } from './workload.ts';

/**
 * Number of rounds. Odd, so that the median is a measured value. Enforcement on or off, whichever goes first,
 * alternates between rounds.
 */
const ROUNDS = 7;

/** Switches policy enforcement on and off while the runtime runs, and measures the time that enforcement takes. */
class Switch {
  isOn = true;
  decidingMs = 0;
  decisions = 0;

  /** Replaces `Services.enforce` for all runtimes that start after this call. */
  install(): void {
    const enforce = Services.prototype.enforce;
    const wrap = (authorize: Authorize) => this.#timed(authorize);
    Services.prototype.enforce = function (this: Services, authorize) {
      enforce.call(this, wrap(authorize));
    };
  }

  #timed(authorize: Authorize): Authorize {
    return (...call) => {
      if (!this.isOn) return;
      const startMs = performance.now();
      try {
        authorize(...call);
      } finally {
        this.decidingMs += performance.now() - startMs;
        this.decisions += 1;
      }
    };
  }
}

export const bench: Bench = {
  question: 'What does it cost to check every call against the policies?',
  run: async (logProgress) => {
    const enforcement = new Switch();
    enforcement.install();
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const assembly = await assemblyFor(LOCAL_CONTEXT);
    const aws = await start({ assembly, dataDir });
    const workload = accountApplications(clientsFor(aws.endpoint));
    const rates = { on: [] as number[], off: [] as number[] };
    const shares: number[] = [];
    const microseconds: number[] = [];
    for (const round of ['warm', 'warmer']) await batch(workload, round);
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const isOn of round % 2 === 0 ? [true, false] : [false, true]) {
        Object.assign(enforcement, { isOn, decidingMs: 0, decisions: 0 });
        const startMs = performance.now();
        rates[isOn ? 'on' : 'off'].push(await batch(workload, `round-${round}-${isOn}`));
        if (!isOn) continue;
        shares.push((100 * enforcement.decidingMs) / (performance.now() - startMs));
        microseconds.push((1_000 * enforcement.decidingMs) / enforcement.decisions);
      }
      logProgress(`round ${round}: ${rates.on.at(-1)?.toFixed(0)}/s enforced, ${rates.off.at(-1)?.toFixed(0)}/s not`);
    }
    await aws.stop();
    rmSync(dataDir, { recursive: true });
    const ratios = rates.on.map((on, round) => on / (rates.off[round] ?? Number.NaN));
    return [
      { name: 'enforced', value: median(rates.on), unit: 'applications/s' },
      { name: 'not enforced', value: median(rates.off), unit: 'applications/s' },
      { name: 'cost in throughput', value: 100 * (1 - median(ratios)), unit: '%', goal: '<= 5' },
      { name: 'of the time, spent deciding', value: median(shares), unit: '%', goal: '<= 5' },
      { name: 'one decision', value: median(microseconds), unit: 'µs', goal: '<= 10' },
    ];
  },
};
