import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { configFor } from '../../test/support/clients.ts';
import { moveTokenToLedger } from '../../test/support/earlier-version.ts';
import { eventually, readRecord, reviewIn } from '../../test/support/system.ts';
import { changedAssembly, targetAssembly } from '../assembly.ts';
import { type Planned, review, reviewerNamed, submit } from '../load.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { broken } from '../violation.ts';

const REVIEWS = { short: 6, long: 60 } as const;
const STATEMENT = '// the second edition';
/** A function that runs call by a version, and one that the API calls by an alias. */
const CHANGES = [
  { construct: 'Workflow/RecordOutcome', statement: STATEMENT },
  { construct: 'ReviewDesk/DecideReviews', statement: STATEMENT },
];
/** Version numbers of the changed functions before and after the upgrade. */
const FIRST = '1';
const SECOND = '2';

/** Versions of a function that were called, read from the names of its log streams. */
const versionsCalled = async ({ clients }: Target, name: string): Promise<ReadonlySet<string | undefined>> => {
  const logs = new CloudWatchLogsClient(configFor(clients().endpoint));
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
  const versions = events.map(({ logStreamName = '' }) => /\[(\w+)\]/.exec(logStreamName)?.[1]);
  return new Set(versions.filter((version) => version !== undefined));
};

const decided = (target: Target, id: string) =>
  eventually(`the decision of ${id}`, async () => {
    const state = (await readRecord(target.clients(), id))?.state;
    return state === 'APPROVED' || state === 'REJECTED' ? state : undefined;
  });

const run = async (target: Target, { directory, extent, choices, logProgress }: Stage, first: string) => {
  const planned = Array.from({ length: extent.isLong ? REVIEWS.long : REVIEWS.short }, (_, index): Planned => {
    return {
      id: `u${index}`,
      kind: choices.pick(['review-approve', 'review-reject', 'contested', 'return-amend', 'expire']),
    };
  });
  for (let from = 0; from < planned.length; from += 10) await submit(target, planned.slice(from, from + 10));
  for (const { id } of planned) await reviewIn(target.clients(), id, 'PENDING');
  // Reviews of versions without the table of tokens must be decided too.
  for (const { id } of planned.slice(planned.length / 2)) await moveTokenToLedger(target.clients(), id);
  const second = join(directory, 'second');
  changedAssembly(first, second, CHANGES);
  await target.kill();
  await target.restart({ args: ['--assembly', second] });
  logProgress('the upgraded system runs');
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  await Promise.all(planned.map((each) => review(target, reviewers, each)));
  for (const { id, kind } of planned) if (kind !== 'expire') await decided(target, id);
  const called = await versionsCalled(target, 'record-outcome');
  const calledByApi = await versionsCalled(target, 'decide-reviews');
  const violations = [
    ...broken(
      'old runs keep their code',
      'record-outcome',
      !(called.has(FIRST) && called.size === 1) && `they have called the versions ${[...called].join(', ')}`,
    ),
    ...broken(
      'callers of an alias get the new code',
      'decide-reviews',
      !(calledByApi.has(SECOND) && calledByApi.size === 1) &&
        `they have called the versions ${[...calledByApi].join(', ')}`,
    ),
    ...(await settledViolations(target, logProgress)),
    ...broken(
      'new runs get the new code',
      'record-outcome',
      !(await versionsCalled(target, 'record-outcome')).has(SECOND) && 'no run has called the new version',
    ),
  ];
  return { counts: { 'pending reviews': planned.length, applications: target.journal.submissions.size }, violations };
};

export const scenario: Scenario = {
  question: 'Are pending reviews decided and new applications served after an upgrade that changes a handler?',
  missing: () => undefined,
  run: async (stage) => {
    const first = await targetAssembly();
    const starting = startTarget(join(stage.directory, 'data'), { args: ['--assembly', first] });
    return withTarget(starting, (target) => run(target, stage, first));
  },
};
