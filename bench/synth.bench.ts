import { assemblyFor, LOCAL_CONTEXT, synthesize } from '../scripts/synth.ts';
import { type Bench, median } from './bench.ts';
import { withDirectory } from './system.ts';

const ROUNDS = 3;

const times = async (work: (round: number) => Promise<unknown>): Promise<number> => {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startMs = performance.now();
    await work(round);
    all.push(performance.now() - startMs);
  }
  return median(all);
};

export const bench: Bench = {
  question: 'How long does synthesis take, and how long does it take to detect that nothing has changed?',
  run: (logProgress) =>
    withDirectory(async (directory) => {
      const synthMs = await times((round) => synthesize(`${directory}/${round}`, LOCAL_CONTEXT));
      logProgress(`synthesized in ${synthMs.toFixed(0)} ms`);
      const unchangedMs = await times(() => assemblyFor(LOCAL_CONTEXT));
      return [
        { name: 'bundle and synthesize', value: synthMs, unit: 'ms' },
        { name: 'see that nothing has changed', value: unchangedMs, unit: 'ms' },
      ];
    }),
};
