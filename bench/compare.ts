import { type Figure, median, percentile } from './bench.ts';
import { batch, oneAtATime, type Workload } from './workload.ts';

const ROUNDS = 5;
const ONE_AT_A_TIME = 40;
/**
 * Pause between the two sides. A side still sends mails and opens accounts after the records are approved, which must
 * not slow down the other side.
 */
const REST_MS = 3_000;

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS));

interface Side {
  readonly name: string;
  readonly workload: Workload;
}

/** Measurements of one side in all rounds. */
interface Rounds {
  readonly side: Side;
  readonly singleMs: number[];
  readonly rate: number[];
}

/**
 * Measures our system and another one with the same workload in turns, so that disturbances of the machine affect both.
 * A ratio above 1 means that ours is faster. `from` and `to` are the smallest and the largest ratio of the rounds.
 */
export const compare = async (
  ours: Side,
  theirs: Side,
  logProgress: (line: string) => void,
): Promise<readonly Figure[]> => {
  for (const { workload } of [ours, theirs]) for (const name of ['warm', 'warmer']) await batch(workload, name);
  await rest();
  const our: Rounds = { side: ours, singleMs: [], rate: [] };
  const their: Rounds = { side: theirs, singleMs: [], rate: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { side, singleMs, rate } of round % 2 === 0 ? [our, their] : [their, our]) {
      singleMs.push(percentile(await oneAtATime(side.workload, `single-${round}`, ONE_AT_A_TIME), 50));
      rate.push(await batch(side.workload, `batch-${round}`));
      await rest();
      logProgress(
        `round ${round + 1}, ${side.name}: p50 ${singleMs.at(-1)?.toFixed(1)} ms, ${rate.at(-1)?.toFixed(0)}/s`,
      );
    }
  return [
    { name: `${ours.name}, one at a time, p50`, value: median(our.singleMs), unit: 'ms' },
    { name: `${theirs.name}, one at a time, p50`, value: median(their.singleMs), unit: 'ms' },
    ...ratios('ratio, one at a time', their.singleMs, our.singleMs),
    { name: `${ours.name}, batch of 300, 32 wide`, value: median(our.rate), unit: 'applications/s' },
    { name: `${theirs.name}, batch of 300, 32 wide`, value: median(their.rate), unit: 'applications/s' },
    ...ratios('ratio, batch', our.rate, their.rate),
  ];
};

const ratios = (name: string, above: readonly number[], below: readonly number[]): readonly Figure[] => {
  const all = above.map((value, round) => value / (below[round] ?? Number.NaN));
  return [
    { name, value: median(all), unit: '' },
    { name: `${name}, from`, value: Math.min(...all), unit: '' },
    { name: `${name}, to`, value: Math.max(...all), unit: '' },
  ];
};
