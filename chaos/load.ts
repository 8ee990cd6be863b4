import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../events/names.ts';
import { type Person, signIn } from '../test/support/api.ts';
import type { Clients } from '../test/support/clients.ts';
import { readRecord } from '../test/support/system.ts';
import { type Decision, submissionOf } from './journal.ts';
import { type KindName, kindOf } from './kinds.ts';
import { answerOf, waitFor } from './polling.ts';
import type { Target } from './target.ts';

/** An application to submit. */
export interface Planned {
  readonly id: string;
  readonly kind: KindName;
}

const entryOf = ({ id, kind }: Planned) => {
  const { name, address } = kindOf(kind);
  return {
    EventBusName: BUS_NAME,
    Source: EVENT_SOURCE,
    DetailType: APPLICATION_SUBMITTED,
    Detail: JSON.stringify({ application: { id, name, address } }),
  };
};

/** Puts the applications on the bus in one call. Resolves with those that the bus has not acknowledged. */
export const submitOnce = async (
  { clients, journal }: Target,
  planned: readonly Planned[],
): Promise<readonly Planned[]> => {
  for (const { id, kind } of planned) submissionOf(journal, id, kind);
  const { Entries = [] } = await clients().events.send(new PutEventsCommand({ Entries: planned.map(entryOf) }));
  const isTaken = (_: Planned, index: number) => Entries[index]?.EventId !== undefined;
  for (const { id, kind } of planned.filter(isTaken)) submissionOf(journal, id, kind).acknowledged += 1;
  return planned.filter((each, index) => !isTaken(each, index));
};

/**
 * Submits at most ten applications, and repeats this across crashes and restarts until the system has acknowledged all
 * of them.
 */
export const submit = async (target: Target, planned: readonly Planned[]): Promise<void> => {
  let left = planned;
  await waitFor('the acknowledgement of a submission', async () => {
    left = await submitOnce(target, left);
    return left.length === 0 ? true : undefined;
  });
};

/** A person of the sample users. Signs in when needed, also again after a restart and when the session has ended. */
export interface Reviewer {
  readonly name: string;
  person(clients: Clients): Promise<Person>;
}

export const reviewerNamed = (name: string): Reviewer => {
  let signedIn: { readonly at: Clients; readonly person: Promise<Person> } | undefined;
  /** The person, whose session is forgotten when the API refuses it: it lasts an hour. */
  const untilRefused = (person: Person): Person => ({
    ...person,
    post: async (...request) => {
      const answer = await person.post(...request);
      if (answer.status === 401) signedIn = undefined;
      return answer;
    },
  });
  return {
    name,
    person: (clients) => {
      if (signedIn?.at !== clients) signedIn = { at: clients, person: signIn(clients, name).then(untilRefused) };
      signedIn.person.catch(() => {
        signedIn = undefined;
      });
      return signedIn.person;
    },
  };
};

/** The request of each decision. */
export const BODIES = {
  APPROVE: { decision: 'APPROVE' },
  REJECT: { decision: 'REJECT', reasonCode: 'OTHER', comment: 'Rejected by the chaos harness.' },
  RETURN: { decision: 'RETURN', reasonCode: 'NAME_UNCLEAR', questions: ['Is this your real name?'] },
} as const satisfies Readonly<Record<Decision, object>>;

/**
 * Statuses after which the same request may succeed later: 404, the review is not yet in the ledger; 401, the session
 * is from before a restart or has ended; 429, throttled.
 */
const TRY_AGAIN = new Set([401, 404, 429]);

/**
 * Sends a decision repeatedly until the system has acknowledged or refused it. Resolves with true if it was
 * acknowledged.
 */
const decide = async (
  target: Target,
  { name, person }: Reviewer,
  review: { readonly id: string; readonly decision: Decision },
): Promise<boolean> => {
  const { id, decision } = review;
  const status = await waitFor(`the answer to a decision about ${id}`, async () => {
    const reviewer = await person(target.clients());
    const answer = await reviewer.post(`/reviews/${id}/decision`, BODIES[decision]);
    return answer.status >= 500 || TRY_AGAIN.has(answer.status) ? undefined : answer.status;
  });
  if (status === 200) target.journal.decisions.push({ id, reviewer: name, decision });
  return status === 200;
};

/**
 * Sends the applicant's answer to a return repeatedly until the system has acknowledged it. Until the run waits for the
 * answer, the system says that nobody asked for it.
 */
const amend = async (target: Target, { person }: Reviewer, { id, kind }: Planned): Promise<void> => {
  const { amendment } = kindOf(kind);
  if (amendment === undefined) return;
  await waitFor(`the answer to an amendment of ${id}`, async () => {
    const sender = await person(target.clients());
    const answer = await sender.post(`/applications/${id}/amendments`, { application: { version: 2, ...amendment } });
    return answer.status === 202 ? true : undefined;
  });
  target.journal.amended.add(id);
};

const APPLICANT = reviewerNamed('operator-1');

/** Decides the review of an application as its kind requires. Does nothing if the kind has no decision. */
export const review = async (target: Target, reviewers: readonly Reviewer[], { id, kind }: Planned): Promise<void> => {
  const [first, second] = reviewers;
  if (first === undefined || second === undefined) throw new Error('Two reviewers are needed.');
  switch (kindOf(kind).review) {
    case 'APPROVE':
      return void (await decide(target, first, { id, decision: 'APPROVE' }));
    case 'REJECT':
      return void (await decide(target, second, { id, decision: 'REJECT' }));
    case 'CONTESTED':
      return void (await Promise.all([
        decide(target, first, { id, decision: 'APPROVE' }),
        decide(target, second, { id, decision: 'REJECT' }),
      ]));
    case 'RETURN':
      if (await decide(target, first, { id, decision: 'RETURN' })) await amend(target, APPLICANT, { id, kind });
      return;
    case 'EXPIRE':
    case 'RACE':
    case undefined:
      return;
  }
};

/**
 * Submits applications that need no review one after the other, after the faults, and records whether each is approved.
 */
export const submitTail = async (target: Target, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    const id = `tail-${target.journal.tail.length}`;
    await submit(target, [{ id, kind: 'approve' }]);
    const isServed = await answerOf(async () =>
      (await readRecord(target.clients(), id))?.state === 'APPROVED' ? true : undefined,
    );
    target.journal.tail.push({ id, isServed: isServed === true });
  }
};
