import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FunctionVersion } from '../../cli/versions/function-versions.ts';
import { documentIn, runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { signIn } from '../support/api.ts';
import { type Edit, synthesizeCopy } from '../support/app-copy.ts';
import { moveTokenToLedger } from '../support/earlier-version.ts';
import {
  advance,
  ended,
  eventually,
  everyEightHours,
  pendingToken,
  readRecord,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
  tokenOf,
} from '../support/system.ts';

const EVIL = { name: 'evil Spock', address: '123 Enterprise Street' };
const DAY = 86_400;
const DEFINITION = 'workflow/account-application.asl.json';

/** An upgrade whose new record-outcome fails for approvals without a member that only the new definition sends. */
const UPGRADE: readonly Edit[] = [
  {
    file: 'handlers/outcomes/record-outcome/handler.ts',
    text: '  logger.setCorrelationId(command.applicationId);\n',
    replacement: `  if (command.outcome === 'APPROVED' && !('upgraded' in command)) throw new Error('The new code got an old call.');
  logger.setCorrelationId(command.applicationId);\n`,
  },
  {
    file: DEFINITION,
    text: '"outcome": "APPROVED",',
    replacement: '"outcome": "APPROVED", "upgraded": true,',
  },
];

let directory: string;
let before: string;
let after: string;
beforeAll(async () => {
  directory = temporaryDirectory();
  before = await synthesizeCopy(join(directory, 'before'), []);
  after = await synthesizeCopy(join(directory, 'after'), UPGRADE);
});
afterAll(() => removeDirectory(directory));

const startWith = (assembly: string): Promise<System> =>
  startSystem('--data-dir', join(directory, 'data'), '--assembly', assembly);

interface Pending {
  readonly executionArn: string;
  readonly taskToken: string;
}

const pending = async (system: System, id: string): Promise<Pending> => {
  await submit(system, { id, ...EVIL });
  const taskToken = await pendingToken(system, id);
  const { executionArn } = await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
  return { executionArn: String(executionArn), taskToken };
};

const decide = async (system: System, { executionArn, taskToken }: Pending, decision: 'APPROVE' | 'REJECT') => {
  await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ decision }) }));
  return (await ended(system, executionArn)).status;
};

/** Numbers of the versions of record-outcome that a run has called. */
const versionsCalled = async ({ sfn }: System, { executionArn }: Pending): Promise<unknown[]> => {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  const called = events.flatMap(({ taskScheduledEventDetails }) => {
    const { FunctionName = '' } = JSON.parse(taskScheduledEventDetails?.parameters ?? '{}');
    return String(FunctionName).split(':record-outcome:').slice(1);
  });
  return [...new Set(called)];
};

/** The versions that `apps versions remove` would delete. */
const removable = async (system: System): Promise<readonly string[]> => {
  const { versions } = documentIn(await runApps(system, ['versions', 'remove', '--dry-run', '--json']));
  return (versions as FunctionVersion[]).map(({ functionName, version }) => `${functionName} ${version}`);
};

test('Reviews that are pending during an upgrade finish with the old code, new reviews with the new code', async () => {
  let system = await startWith(before);
  const approved = await pending(system, 'old-approved');
  const rejected = await pending(system, 'old-rejected');
  expect(await system.stop()).toBe(0);

  system = await startWith(after);
  rmSync(before, { recursive: true });
  try {
    const fresh = await pending(system, 'new-approved');
    expect(await removable(system)).toEqual([]);
    expect(await decide(system, approved, 'APPROVE')).toBe('SUCCEEDED');
    expect(await decide(system, rejected, 'REJECT')).toBe('SUCCEEDED');
    expect(await decide(system, fresh, 'APPROVE')).toBe('SUCCEEDED');
    expect(await versionsCalled(system, approved)).toEqual(['1']);
    expect(await versionsCalled(system, rejected)).toEqual(['1']);
    expect(await versionsCalled(system, fresh)).toEqual(['2']);
    expect(await removable(system)).toEqual(['record-outcome 1']);
    const { code } = await runApps(system, ['versions', 'remove', '--yes']);
    expect(code).toBe(0);
    expect(await removable(system)).toEqual([]);
    expect(await decide(system, await pending(system, 'later'), 'APPROVE')).toBe('SUCCEEDED');
    const ids = ['old-approved', 'old-rejected', 'new-approved'];
    const records = await Promise.all(ids.map((id) => readRecord(system, id)));
    expect(records.map((record) => record?.state)).toEqual(['APPROVED', 'REJECTED', 'APPROVED']);
  } finally {
    await system.stop();
  }
});

test('Reviews whose task token an earlier version stored in the ledger are renewed, decided and closed', async () => {
  const system = await startSystem();
  try {
    await everyEightHours(system);
    const ids = ['approved', 'closed', 'renewed'];
    const reviews = new Map<string, Pending>();
    for (const id of ids) {
      reviews.set(id, await pending(system, id));
      await moveTokenToLedger(system, id);
    }
    await advance(system, 2 * DAY);
    for (const id of ids) await expect(tokenOf(system, id)).rejects.toThrow('There is no task token');
    const reviewer = await signIn(system, 'reviewer-1');
    const { status } = await reviewer.post('/reviews/approved/decision', { decision: 'APPROVE' });
    expect(status).toBe(200);
    await recordIn(system, 'approved', 'APPROVED');
    const closed = reviews.get('closed');
    if (closed) await decide(system, closed, 'REJECT');
    await reviewIn(system, 'closed', 'REVIEW_REJECTED');
    const renewed = reviews.get('renewed');
    const failed = { taskToken: renewed?.taskToken, error: 'ToolCrashed' };
    await system.sfn.send(new SendTaskFailureCommand(failed));
    await ended(system, String(renewed?.executionArn));
    await system.sfn.send(new RedriveExecutionCommand({ executionArn: renewed?.executionArn }));
    await eventually('the new token', () => tokenOf(system, 'renewed').catch(() => undefined));
    expect(await reviewIn(system, 'renewed', 'PENDING')).not.toHaveProperty('taskToken');
    expect((await reviewer.post('/reviews/renewed/decision', { decision: 'APPROVE' })).status).toBe(200);
  } finally {
    await system.stop();
  }
});
