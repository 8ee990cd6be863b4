import { createHash } from 'node:crypto';
import { boundedCache } from '../../../core/bounded-cache.ts';

/**
 * Lambda's recursive loop detection. A trace header accompanies the calls from function to function, also through SQS
 * and SNS. It contains, for each function, the number of its runs in this chain.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */

/** AWS stops the next invocation of a function that has run about this many times in one chain. */
export const MAX_RUNS_IN_CHAIN = 16;

/** Number of runs, by the hash of the function's ARN. */
type Runs = ReadonlyMap<string, number>;

const ROOT = /(?:^|;)\s*Root=([^;]+)/;
const LINEAGE = /(?:^|;)\s*Lineage=([^;]+)/;
const RUNS = /^([0-9a-f]{8}):(\d{1,5})$/;

const hashOf = boundedCache(1_000, (functionArn) => createHash('sha256').update(functionArn).digest('hex').slice(0, 8));

const runsIn = (traceHeader: string | undefined): Runs => {
  const parts = LINEAGE.exec(traceHeader ?? '')?.[1]?.split('|') ?? [];
  return new Map(parts.map((part) => RUNS.exec(part)).map((found) => [found?.[1] ?? '', Number(found?.[2] ?? 0)]));
};

/** Number of runs of the function in the chain that a call with this header belongs to. */
export const runsInChain = (traceHeader: string | undefined, functionArn: string): number =>
  runsIn(traceHeader).get(hashOf(functionArn)) ?? 0;

export interface TracedRun {
  readonly traceHeader: string | undefined;
  readonly functionArn: string;
  readonly requestId: string;
}

/** The trace header for a run: the header of its call, with one more run of the function. */
export const nextTraceHeader = ({ traceHeader, functionArn, requestId }: TracedRun): string => {
  const hash = hashOf(functionArn);
  const runs = new Map(runsIn(traceHeader)).set(hash, runsInChain(traceHeader, functionArn) + 1);
  const lineage = [...runs].filter(([name]) => name !== '').map(([name, times]) => `${name}:${times}`);
  const id = requestId.replaceAll('-', '');
  const root = ROOT.exec(traceHeader ?? '')?.[1] ?? `1-${id.slice(0, 8)}-${id.slice(8, 32)}`;
  return `Root=${root};Parent=${id.slice(0, 16)};Sampled=0;Lineage=${lineage.join('|')}`;
};

/** For a batch of messages: the header with the most runs of the function. */
export const longestChain = (traceHeaders: readonly (string | undefined)[], functionArn: string): string | undefined =>
  traceHeaders.reduce(
    (longest, header) => (runsInChain(header, functionArn) > runsInChain(longest, functionArn) ? header : longest),
    undefined,
  );
