import { describeSupport } from 'one-machine';
import { pendingToken, submit } from '../../test/support/system.ts';
import { signInAll } from '../callers.ts';
import { apiDoors, consoleDoors, controlDoors, signInDoors } from '../doors/application.ts';
import { actionsWithoutDoor, awsDoors } from '../doors/aws.ts';
import type { Door } from '../doors/door.ts';
import { fixtureFor } from '../doors/fixture.ts';
import { type FuzzCounts, fuzz, inProgress, inputOf } from '../fuzz.ts';
import { healthText, watchHealth } from '../health.ts';
import { Faults } from '../judge/faults.ts';
import type { Secrets } from '../judge/leaks.ts';
import type { Outcome, Part, Stage } from '../part.ts';
import { pathsOf, type Target, withTarget } from '../target.ts';
import { send } from '../wire/send.ts';

/** A fresh system after this many inputs, because inputs make resources. */
const ROUND = 20_000;
const PROGRESS = 2_000;
const APPLICATION = 'attack-review';
const REPEAT_MS = 20_000;

interface Opened {
  readonly doors: readonly Door[];
  readonly secrets: Secrets;
  readonly refresh: () => Promise<void>;
}

/** A review that waits: its task token may be in no answer, also if a request contains it. */
const waitingReview = async ({ system }: Target): Promise<string> => {
  await submit(system.clients, { id: APPLICATION, name: 'evil Spock', address: '1 Street' });
  return pendingToken(system.clients, APPLICATION);
};

/** Every AWS action is as often chosen as every other door. */
const open = async (target: Target): Promise<Opened> => {
  const { services } = await describeSupport();
  const taskToken = await waitingReview(target);
  const aws = await awsDoors(services, target.port, { taskToken: [`${taskToken}x`] });
  const missing = actionsWithoutDoor(services, aws);
  if (missing.length > 0) throw new Error(`The attack has no request for ${missing.join(', ')}.`);
  const tokens = await signInAll(target);
  return {
    doors: [
      ...aws,
      ...apiDoors(target, tokens, [APPLICATION]),
      ...(await controlDoors(target)),
      ...consoleDoors(target),
      ...signInDoors(target),
    ],
    secrets: { ...pathsOf(target), 'a task token': [taskToken] },
    refresh: await fixtureFor(target.port),
  };
};

/** Prints one input and its answer. */
const repeat = async ({ doors, refresh }: Opened, { choices, input = 0 }: Stage): Promise<void> => {
  await refresh();
  const made = await inputOf(doors, choices, input);
  if (!made) return console.log(`  The SDK refuses input ${input}.`);
  const { request, door, name } = made;
  console.log(`  ${door.name}: ${name || 'unchanged'}\n${request.method} ${request.path}`);
  console.log(request.headers, `\n${request.body.toString('utf8')}\n`);
  const answer = await send(door.port, request, REPEAT_MS);
  if (answer.kind !== 'answered') return console.log(answer);
  console.log(answer.status, answer.headers, `\n${answer.body.toString('utf8')}`);
};

const add = (left: Record<string, number>, right: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(right)) left[name] = (left[name] ?? 0) + count;
};

const textOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, left], [, right]) => right - left)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

interface Totals {
  readonly faults: Faults;
  readonly byStatus: Record<string, number>;
  readonly byGroup: Record<string, number>;
  sent: number;
  doors: number;
  slowestMs: number;
  slowestCpuMs: number;
}

const attackOnce = async (
  target: Target,
  opened: Opened,
  stage: Stage,
  from: number,
  totals: Totals,
): Promise<void> => {
  const { system, port } = target;
  const watch = watchHealth({ port, pid: system.pid, inProgress: () => [...inProgress].join(', ') });
  const counts: FuzzCounts = await fuzz({
    ...opened,
    choices: stage.choices,
    from,
    inputs: Math.min(ROUND, stage.inputs - from),
    faults: totals.faults,
    isAlive: () => system.exit() === undefined,
    onProgress: (done) => {
      if (done % PROGRESS === 0) stage.logProgress(`${from + done} of ${stage.inputs} inputs`);
    },
  });
  const health = await watch.stop();
  for (const problem of health.problems) totals.faults.add('health', 'answers too late', problem);
  const exit = system.exit();
  if (exit) totals.faults.add('the process', `ended with ${exit.code ?? exit.signal}`, system.printed().slice(-2000));
  add(totals.byStatus, counts.byStatus);
  add(totals.byGroup, counts.byGroup);
  totals.sent += counts.sent;
  totals.doors = opened.doors.length;
  totals.slowestMs = Math.max(totals.slowestMs, health.slowestMs);
  totals.slowestCpuMs = Math.max(totals.slowestCpuMs, health.slowestCpuMs);
};

const run = async (stage: Stage): Promise<Outcome> => {
  const totals: Totals = {
    faults: new Faults(),
    byStatus: {},
    byGroup: {},
    sent: 0,
    doors: 0,
    slowestMs: 0,
    slowestCpuMs: 0,
  };
  for (let from = 0; from < stage.inputs; from += ROUND) {
    await withTarget({ dataDir: `${stage.directory}/${from}` }, async (target) => {
      const opened = await open(target);
      if (stage.input !== undefined) return repeat(opened, stage);
      await attackOnce(target, opened, stage, from, totals);
    });
    if (stage.input !== undefined) return { counts: { requests: 1 }, faults: [] };
  }
  return {
    counts: { doors: totals.doors, requests: totals.sent },
    faults: totals.faults.list(),
    notes: [
      `by door: ${textOf(totals.byGroup)}`,
      `by status: ${textOf(totals.byStatus)}`,
      healthText(totals.slowestMs, totals.slowestCpuMs),
    ],
  };
};

export const part: Part = {
  question: 'Does every door answer every input with an error of its protocol, and go on serving?',
  run,
};
