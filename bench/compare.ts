import { type Figure, median, percentile } from './bench.ts';
import { BATCH, batchWithLosses, oneAtATime, type Workload } from './workload.ts';

const ROUNDS = 5;
const ONE_AT_A_TIME = 40;
const WARMING_BATCHES = ['warm', 'warmer'];
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
  /** Rate of the first batch. */
  cold: number;
  lost: number;
  readonly singleMs: number[];
  readonly rate: number[];
}

const noRounds = (side: Side): Rounds => ({ side, cold: 0, lost: 0, singleMs: [], rate: [] });

/** Measures a batch and counts the lost applications. Throws if the side approves nothing. */
const measureBatch = async (rounds: Rounds, name: string): Promise<number> => {
  const { rate, lost } = await batchWithLosses(rounds.side.workload, name);
  rounds.lost += lost;
  if (lost === BATCH.count) throw new Error(`${rounds.side.name} approved none of ${BATCH.count} applications.`);
  return rate;
};

/**
 * Measures our system and another one with the same workload in turns, so that disturbances of the machine affect both.
 * A ratio above 1 means that ours is faster. `from` and `to` are the smallest and the largest ratio of the rounds. The
 * first batch of each side is cold. Throws if a side approves nothing.
 */
export const compare = async (
  ours: Side,
  theirs: Side,
  logProgress: (line: string) => void,
): Promise<readonly Figure[]> => {
  const our = noRounds(ours);
  const their = noRounds(theirs);
  for (const rounds of [our, their]) {
    rounds.cold = await measureBatch(rounds, 'cold');
    logProgress(`${rounds.side.name}, first batch: ${rounds.cold.toFixed(0)}/s`);
    for (const name of WARMING_BATCHES) await measureBatch(rounds, name);
  }
  await rest();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const rounds of round % 2 === 0 ? [our, their] : [their, our]) {
      const { side, singleMs, rate } = rounds;
      singleMs.push(percentile(await oneAtATime(side.workload, `single-${round}`, ONE_AT_A_TIME), 50));
      rate.push(await measureBatch(rounds, `batch-${round}`));
      await rest();
      logProgress(
        `round ${round + 1}, ${side.name}: p50 ${singleMs.at(-1)?.toFixed(1)} ms, ${rate.at(-1)?.toFixed(0)}/s`,
      );
    }
  return [
    ...figuresOf(our),
    ...figuresOf(their),
    ...ratios('ratio, one at a time', their.singleMs, our.singleMs),
    ...ratios('ratio, batch', our.rate, their.rate),
    { name: 'ratio, first batch', value: our.cold / their.cold, unit: '' },
  ];
};

const figuresOf = ({ side: { name }, cold, lost, singleMs, rate }: Rounds): readonly Figure[] => [
  { name: `${name}, one at a time, p50`, value: median(singleMs), unit: 'ms' },
  { name: `${name}, first batch of ${BATCH.count}, ${BATCH.width} wide`, value: cold, unit: 'applications/s' },
  { name: `${name}, warm batch of ${BATCH.count}, ${BATCH.width} wide`, value: median(rate), unit: 'applications/s' },
  { name: `${name}, lost`, value: lost, unit: 'applications', goal: '<= 0' },
];

const ratios = (name: string, above: readonly number[], below: readonly number[]): readonly Figure[] => {
  const all = above.map((value, round) => value / (below[round] ?? Number.NaN));
  return [
    { name, value: median(all), unit: '' },
    { name: `${name}, from`, value: Math.min(...all), unit: '' },
    { name: `${name}, to`, value: Math.max(...all), unit: '' },
  ];
};
