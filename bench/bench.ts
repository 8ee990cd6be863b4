/** One measured value. `goal` is a condition such as `<= 400`. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
}

/** A question that a measurement answers with figures. */
export interface Bench {
  readonly question: string;
  /** Names the tools or rights that the bench needs and this machine lacks; undefined if it can run. */
  readonly missing?: string | undefined;
  /** Measures; `logProgress` prints progress. */
  run(logProgress: (line: string) => void): Promise<readonly Figure[]>;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that is at least as large as `percent` of all values. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** Runs `work` for 0 … count-1, `width` at a time; resolves with the total seconds. */
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
