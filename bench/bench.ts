/** One measured number. `goal` says in words what was aimed at. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
}

/** A question with figures for an answer. */
export interface Bench {
  readonly question: string;
  /** What is missing here to answer it, in words; undefined when nothing is. */
  readonly missing?: string | undefined;
  /** Measures; `say` shows progress. */
  run(say: (line: string) => void): Promise<readonly Figure[]>;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that `percent` of all values do not exceed. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** Runs `work` for 0 … count-1, `width` at a time; answers with the seconds it took in all. */
export const timed = async (
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> => {
  const startMs = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return (performance.now() - startMs) / 1000;
};
