import { signIn } from '../test/support/api.ts';
import { readRecord } from '../test/support/system.ts';
import { type Bench, percentile, timed } from './bench.ts';
import { startSystem, whileServing, withDirectory } from './system.ts';
import { putApplications } from './workload.ts';

const REVIEWS = 100;
const POLL_INTERVAL_MS = 1;

const until = async (look: () => Promise<boolean>): Promise<void> => {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
};

export const bench: Bench = {
  question: 'How long from PutEvents to a review that can be decided, and from the decision to the final record?',
  run: (logProgress) =>
    withDirectory((directory) =>
      whileServing(startSystem(directory), async ({ clients }) => {
        const supervisor = await signIn(clients, 'supervisor-1');
        const asked: number[] = [];
        const decided: number[] = [];
        await timed(REVIEWS, 1, async (index) => {
          const id = `review-${index}`;
          const submittedMs = performance.now();
          await putApplications(clients, [id], 'evil Spock');
          await until(async () => (await supervisor.get(`/reviews/${id}`)).status === 200);
          asked.push(performance.now() - submittedMs);
          const decidedMs = performance.now();
          await supervisor.post(`/reviews/${id}/decision`, { decision: 'APPROVE' });
          await until(async () => (await readRecord(clients, id))?.state === 'APPROVED');
          decided.push(performance.now() - decidedMs);
          if ((index + 1) % 25 === 0) logProgress(`${index + 1} of ${REVIEWS} reviews`);
        });
        return [
          { name: 'PutEvents to review, p50', value: percentile(asked, 50), unit: 'ms' },
          { name: 'PutEvents to review, p90', value: percentile(asked, 90), unit: 'ms' },
          { name: 'PutEvents to review, p99', value: percentile(asked, 99), unit: 'ms' },
          { name: 'decision to final record, p50', value: percentile(decided, 50), unit: 'ms' },
          { name: 'decision to final record, p90', value: percentile(decided, 90), unit: 'ms' },
          { name: 'decision to final record, p99', value: percentile(decided, 99), unit: 'ms' },
        ];
      }),
    ),
};
