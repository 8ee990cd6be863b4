import { type Person, signIn } from '../../test/support/api.ts';
import { advance } from '../../test/support/clock.ts';
import { reviewIn } from '../../test/support/system.ts';
import { unfaithfulFiles } from '../case-files.ts';
import { BODIES, submit } from '../load.ts';
import type { Choices } from '../random.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { DEADLINES, startTarget, type Target, withTarget } from '../target.ts';
import { broken, type Violation } from '../violation.ts';

const BATCHES = { short: 2, long: 40 } as const;
/** Reviews of a batch. The bus takes ten submissions in a call. */
const IN_A_BATCH = 25;
const IN_A_CALL = 10;
/** In this share of the batches the deadline passes while people decide. */
const EXPIRING = 0.25;
/** In this share of the batches somebody decides all reviews at once, too. */
const IN_BULK = 0.4;
const PAST_DEADLINE_SECONDS = 90_000;

/** Two reviewers and a supervisor. */
const DECIDERS = ['reviewer-1', 'reviewer-2', 'supervisor-1'] as const;
const DECISIONS = Object.values(BODIES);

interface Pending {
  readonly id: string;
  readonly version: number;
}

const submitBatch = async (target: Target, choices: Choices, batch: number): Promise<readonly Pending[]> => {
  const kinds = ['raced', 'raced-by-two'] as const;
  const planned = Array.from({ length: IN_A_BATCH }, (_, index) => ({
    id: `race-${batch}-${index}`,
    kind: choices.pick(kinds),
  }));
  for (let from = 0; from < planned.length; from += IN_A_CALL)
    await submit(target, planned.slice(from, from + IN_A_CALL));
  const entries = await Promise.all(planned.map(({ id }) => reviewIn(target.clients(), id, 'PENDING')));
  return planned.map(({ id }, index) => ({ id, version: Number(entries[index]?.version) }));
};

/** Lets two to four people decide each review at the same time, perhaps also in bulk, perhaps while its deadline passes. */
const race = async (target: Target, choices: Choices, pending: readonly Pending[]): Promise<readonly number[]> => {
  const people = await Promise.all(DECIDERS.map((name) => signIn(target.clients(), name)));
  const asked: Promise<number>[] = pending.flatMap(({ id }) =>
    Array.from({ length: choices.between(2, 4) }, () => {
      const person: Person = choices.pick(people);
      return person.post(`/reviews/${id}/decision`, choices.pick(DECISIONS)).then(({ status }) => status);
    }),
  );
  if (choices.next() < IN_BULK) {
    const items = pending.map(({ id, version }) => ({ applicationId: id, version }));
    const body = { items, count: items.length, decision: 'APPROVE' };
    asked.push(
      choices
        .pick(people)
        .post('/reviews/bulk-decisions', body)
        .then(({ status }) => status),
    );
  }
  const expiry = choices.next() < EXPIRING ? advance(target.clients(), PAST_DEADLINE_SECONDS) : undefined;
  const statuses = await Promise.all(asked);
  await expiry;
  return statuses;
};

const run = async (target: Target, { choices, extent, logProgress }: Stage) => {
  const batches = extent.isLong ? BATCHES.long : BATCHES.short;
  const statuses: number[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const pending = await submitBatch(target, choices, batch);
    statuses.push(...(await race(target, choices, pending)));
    if (batch % 5 === 4) logProgress(`${(batch + 1) * IN_A_BATCH} reviews, ${statuses.length} decisions`);
  }
  const failed = statuses.filter((status) => status >= 500 && status !== 503);
  const violations: readonly Violation[] = [
    ...broken('answers decisions', 'the API', failed.length > 0 && `${failed.length} answers with ${failed[0]}`),
    ...(await settledViolations(target, logProgress)),
    ...(await unfaithfulFiles(target.clients())),
  ];
  const taken = statuses.filter((status) => status === 200).length;
  return { counts: { races: batches * IN_A_BATCH, decisions: statuses.length, taken }, violations };
};

export const scenario: Scenario = {
  question:
    'Do first and second decisions, returns, bulk decisions and deadlines that meet in one review have one outcome, on which record, ledger, case file and run agree?',
  isLongOnly: true,
  missing: () => undefined,
  run: (stage) => withTarget(startTarget(stage.directory, { args: DEADLINES }), (target) => run(target, stage)),
};
