import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Answered, type Person, signIn } from '../support/api.ts';
import { ended, eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

const RACES = 30;
const KILLS = 8;
const NEEDS_REVIEW = { name: 'Spock', address: 'ABadAddress' };

let directory: string;
let system: System;
beforeEach(async () => {
  directory = temporaryDirectory();
  system = await startSystem('--data-dir', directory);
});
afterEach(async () => {
  await system.stop();
  removeDirectory(directory);
});

/** Submits an application that needs a review. Resolves when the review is pending. */
const pending = async (id: string, reviewer: Person): Promise<string> => {
  await submit(system, { id, ...NEEDS_REVIEW });
  await eventually(`the review ${id}`, async () => {
    const { status, body } = await reviewer.get(`/reviews/${id}`);
    return status === 200 && body.state === 'PENDING' ? true : undefined;
  });
  return id;
};

type Decision = 'APPROVE' | 'REJECT';

const decide = (person: Person, id: string, decision: Decision): Promise<Answered> =>
  person.post(`/reviews/${id}/decision`, { decision, ...(decision === 'REJECT' && { reasonCode: 'OTHER' }) });

/** Number of decisions that the workflow accepted, which is the number of succeeded callback tasks. */
const decisionsTaken = async (executionArn: string): Promise<number> => {
  const { events = [] } = await system.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events.filter(
    ({ taskSucceededEventDetails }) => taskSucceededEventDetails?.resource === 'sendMessage.waitForTaskToken',
  ).length;
};

describe('Reviewers who decide the same review at the same time', () => {
  test(`have one decision in each of ${RACES} races; the other reviewers get the reviewer and the time of that decision`, async () => {
    const names = ['reviewer-1', 'reviewer-2', 'supervisor-1', 'supervisor-2'];
    const people = await Promise.all(names.map(async (name) => ({ name, person: await signIn(system, name) })));
    const [{ person: first } = { person: undefined }] = people;
    if (first === undefined) throw new Error('There are no reviewers.');
    for (let race = 0; race < RACES; race += 1) {
      const id = await pending(`race-${race}`, first);
      const racers = people.slice(0, 2 + (race % 3));
      const decisions = racers.map((_, index): Decision => ((race + index) % 2 === 0 ? 'APPROVE' : 'REJECT'));
      const answers = await Promise.all(
        racers.map(({ person }, index) => decide(person, id, decisions[index] ?? 'APPROVE')),
      );

      const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
      expect(winners).toHaveLength(1);
      const [winner = -1] = winners;
      const decision = decisions[winner];
      const record = await recordIn(system, id, decision === 'APPROVE' ? 'APPROVED' : 'REJECTED');
      for (const loser of answers.filter((_, index) => index !== winner)) {
        expect(loser.status).toBe(409);
        expect(loser.body).toMatchObject({
          code: 'ALREADY_DECIDED',
          decidedBy: racers[winner]?.name,
          decidedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          decision,
        });
      }
      expect(await decisionsTaken(String(record.executionArn))).toBe(1);
    }
  });
});

describe('A decision that is sent just before the system is killed', () => {
  test('gets the same answer if it is sent again, and is recorded once', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const id = await pending(`killed-${kill}`, await signIn(system, 'reviewer-1'));
      const reviewer = await signIn(system, 'reviewer-1');
      const sent = decide(reviewer, id, 'APPROVE').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, kill * 8));
      await system.kill();
      const answered = await sent;
      system = await startSystem('--data-dir', directory);

      const again = await signIn(system, 'reviewer-1');
      const repeated = await eventually('the answer', async () => {
        const answer = await decide(again, id, 'APPROVE');
        return answer.status === 503 ? undefined : answer;
      });
      expect(repeated.status).toBe(200);
      expect(repeated.body).toMatchObject({ decision: { decision: 'APPROVE', reviewer: 'reviewer-1' } });
      if (answered?.status === 200) expect(repeated.body.decision).toEqual(answered.body.decision);
      const other = await decide(await signIn(system, 'reviewer-2'), id, 'REJECT');
      expect([other.status, other.body.decidedBy]).toEqual([409, 'reviewer-1']);
      const executionArn = String((await recordIn(system, id, 'APPROVED')).executionArn);
      expect((await ended(system, executionArn)).status).toBe('SUCCEEDED');
      expect(await decisionsTaken(executionArn)).toBe(1);
    }
  });
});
