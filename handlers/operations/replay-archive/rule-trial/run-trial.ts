import { readRules } from '../../../../api/check-rules/read-rules.ts';
import type { CheckRules } from '../../../../api/check-rules/types.generated.ts';
import type { Clock } from '../../../shared/clock.ts';
import { TryAgainException } from '../../../shared/errors.ts';
import { refuse } from '../../../shared/http/problem.ts';
import type { Archive, FindApplication, PreviewedEvent, ReceivePreviewed, Trials } from '../ports.ts';
import { formerOpinion, opinionOf } from './opinion.ts';
import type { Outcome } from './tally.ts';
import { advanced, givenUp, isEnded, type Trial } from './trial.ts';

export interface TrialPorts {
  readonly archive: Pick<Archive, 'replays'>;
  readonly trials: Trials;
  readonly receivePreviewed: ReceivePreviewed;
  readonly findApplication: FindApplication;
  readonly rulesInForce: () => CheckRules;
  readonly now: Clock;
}

/** Maximum number of faults in one refusal. */
const SHOWN_FAULTS = 5;

/** The rules of a request. @throws ProblemError 400 with the faults */
export function rulesIn({ rules }: Readonly<Record<string, unknown>>): CheckRules {
  const read = readRules(rules);
  return read.ok ? read.rules : refuse('rules', read.faults.slice(0, SHOWN_FAULTS).join(' '));
}

/**
 * Counts the next events of a trial; undefined if there is no such trial. The messages are deleted after the counts are
 * stored: an event that is delivered again counts once.
 */
export async function continueTrial(ports: TrialPorts, id: string): Promise<Trial | undefined> {
  const found = await ports.trials.find(id);
  if (found === undefined || isEnded(found.trial)) return found?.trial;
  const replay = (await ports.archive.replays()).find(({ name }) => name === id);
  const { events, remove } = await ports.receivePreviewed();
  const own = events.filter(({ replayName, isAmendment }) => replayName === id && isAmendment !== true);
  const outcomes = await Promise.all(own.map((event) => outcomeOf(ports, found.trial.rules, event)));
  // EventBridge lists the latest replays only; one that is no longer listed has ended.
  const trial = await advance(ports.trials, id, {
    replayState: replay?.state ?? 'COMPLETED',
    outcomes,
    at: ports.now(),
  });
  await remove();
  return trial;
}

/** False if somebody continues this trial. Ends a trial that nobody continues. */
export async function giveWay({ trials, now }: Pick<TrialPorts, 'trials' | 'now'>, id: string): Promise<boolean> {
  const found = await trials.find(id);
  if (found === undefined || isEnded(found.trial)) return true;
  const ended = givenUp(found.trial, now());
  return ended !== undefined && trials.store(ended, found.version);
}

async function outcomeOf(
  { findApplication, rulesInForce }: TrialPorts,
  rules: CheckRules,
  { eventId, application }: PreviewedEvent,
): Promise<Outcome> {
  if (application === undefined) return { eventId };
  const record = await findApplication(application.id);
  return {
    eventId,
    applicationId: application.id,
    before: formerOpinion(record) ?? opinionOf(rulesInForce(), application),
    after: opinionOf(rules, application),
  };
}

/** More attempts than callers that continue one trial at the same time. */
const ATTEMPTS = 10;

/** Stores the trial with the events of a read. Another caller may store its own at the same time. */
async function advance(trials: Trials, id: string, read: Parameters<typeof advanced>[1]): Promise<Trial | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await trials.find(id);
    if (found === undefined) return undefined;
    const next = advanced(found.trial, read);
    if (await trials.store(next, found.version)) return next;
  }
  throw new TryAgainException('Storing the trial did not work this time.');
}
