import type {
  Previewed,
  ReplayFate,
  RuleTrial,
  StartedReplay,
  StartedRuleTrial,
} from '../../../api/types.generated.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { notFound, ProblemError, refuse } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { PREVIEW_PREFIX, TRIAL_PREFIX } from './contract.ts';
import type { Archive, FindApplication, RunStatusOf, TakenEvent, TakePreviewed } from './ports.ts';
import { rangeIn } from './range.ts';
import { amendmentEffectOf, replayEffectOf } from './replay-effect.ts';
import { continueTrial, giveWay, rulesIn, type TrialPorts } from './rule-trial/run-trial.ts';
import { newTrial, type Trial } from './rule-trial/trial.ts';
import { viewOf } from './rule-trial/view.ts';

export interface Ports extends TrialPorts {
  readonly archive: Archive;
  readonly takePreviewed: TakePreviewed;
  readonly findApplication: FindApplication;
  readonly runStatusOf: RunStatusOf;
  /** Logs who started which replay. */
  readonly logAction: (action: string, details: { readonly replay: string; readonly username: string }) => void;
}

/** Routes that show the archive, start replays, preview the effect of a replay, and try check rules on the archive. */
export function createRoutes(ports: Ports): RouteTable<'replay-archive'> {
  return {
    'GET /operations/archive': async () => {
      const [archive, replays] = await Promise.all([ports.archive.describe(), ports.archive.replays()]);
      return { status: 200, body: { archive, replays } };
    },
    'POST /operations/replays': (call) => start(ports, call),
    'POST /operations/previews/{name}/take': (call) => take(ports, call),
    'POST /rule-trials': (call) => startTrial(ports, call),
    'GET /rule-trials/{id}': async (call) => shown((await ports.trials.find(trialIn(call)))?.trial),
    'POST /rule-trials/{id}/continue': async (call) => shown(await continueTrial(ports, trialIn(call))),
  };
}

async function start(ports: Ports, { event, principal }: Call): Promise<Answer<StartedReplay>> {
  const { archive, now, logAction } = ports;
  const body = objectInBody(event);
  const { from, to } = rangeIn(body);
  const isPreview = isPreviewIn(body);
  if (isPreview) await refuseBesideAnother(ports);
  const name = nameOf(isPreview ? PREVIEW_PREFIX : 'replay-', now());
  await archive.start({ name, from, to, isPreview });
  logAction(isPreview ? 'Preview of a replay started' : 'Replay started', {
    replay: name,
    username: principal.username,
  });
  return { status: 202, body: { name } };
}

/** AWS keeps the names of replays for 90 days, so a name has the time to the millisecond. */
const nameOf = (prefix: string, now: Date): string => `${prefix}${now.toISOString().replace(/[^0-9]/g, '')}`;

/** Starts a preview whose events are counted when the trial is continued. */
async function startTrial(ports: Ports, { event, principal }: Call): Promise<Answer<StartedRuleTrial>> {
  const { archive, trials, now, logAction } = ports;
  const body = objectInBody(event);
  const { from, to } = rangeIn(body);
  const rules = rulesIn(body);
  await refuseBesideAnother(ports);
  const startedAt = now();
  const id = nameOf(TRIAL_PREFIX, startedAt);
  await archive.start({ name: id, from, to, isPreview: true });
  const times = { from: from.toISOString(), to: to.toISOString(), startedAt: startedAt.toISOString() };
  await trials.store(newTrial({ id, ...times, startedBy: principal.username, rules }), 0);
  logAction('Trial of check rules started', { replay: id, username: principal.username });
  return { status: 202, body: { id } };
}

/** Ids of trials: the prefix and a time. The table refuses keys of more than 2048 bytes. */
const TRIAL_ID = new RegExp(`^${TRIAL_PREFIX}\\d{1,20}$`);

const unknownTrial = (): ProblemError => new ProblemError(notFound('trial of check rules with this id'));

/** @throws ProblemError 404 */
function trialIn({ event }: Call): string {
  const id = event.pathParameters?.id ?? '';
  if (!TRIAL_ID.test(id)) throw unknownTrial();
  return id;
}

/** @throws ProblemError 404 */
function shown(trial: Trial | undefined): Answer<RuleTrial> {
  if (trial === undefined) throw unknownTrial();
  return { status: 200, body: viewOf(trial) };
}

/** Retention of the preview queue: an older trial has no events there. */
const RETENTION_MS = 3_600_000;

/** Two previews at the same time would receive each other's events. @throws ProblemError 409 */
async function refuseBesideAnother(ports: Ports): Promise<void> {
  const previews = (await ports.archive.replays()).filter(({ name }) => name.startsWith(PREVIEW_PREFIX));
  for (const { name, state, startedAt } of previews) {
    const isRunning = state === 'STARTING' || state === 'RUNNING';
    const isRecent = ports.now().getTime() - Date.parse(startedAt) < RETENTION_MS;
    if (!isRunning && !(isRecent && name.startsWith(TRIAL_PREFIX))) continue;
    if (!isRunning && (await giveWay(ports, name))) continue;
    const detail = isRunning
      ? `The preview ${name} is running. Wait until it ends, then start the next one.`
      : `The trial ${name} goes on. Wait until it ends, or until nobody has continued it for a minute.`;
    throw new ProblemError({ status: 409, code: 'PREVIEW_RUNNING', detail });
  }
}

/** Returns each previewed event once. The preview is complete when the replay has ended and no items are returned. */
async function take(ports: Ports, { event }: Call): Promise<Answer<Previewed>> {
  const name = event.pathParameters?.name ?? '';
  const replay = (await ports.archive.replays()).find((each) => each.name === name);
  const isPreview = name.startsWith(PREVIEW_PREFIX) && !name.startsWith(TRIAL_PREFIX);
  if (replay === undefined || !isPreview) return refuse('name', 'There is no such preview.');
  const events = (await ports.takePreviewed()).filter(({ replayName }) => replayName === name);
  const items = await Promise.all(
    events.map(async (previewed) => ({
      eventId: previewed.eventId,
      ...(previewed.applicationId === undefined ? {} : { applicationId: previewed.applicationId }),
      fate: await effectOn(ports, previewed),
    })),
  );
  return { status: 200, body: { state: replay.state, items } };
}

async function effectOn(
  { findApplication, runStatusOf, now }: Ports,
  { applicationId, amendment }: TakenEvent,
): Promise<ReplayFate> {
  if (applicationId === undefined) return 'INVALID';
  const record = await findApplication(applicationId);
  if (amendment !== undefined) return amendmentEffectOf(record, amendment, now());
  return replayEffectOf(record, record === undefined ? 'MISSING' : await runStatusOf(record.executionArn));
}

/**
 * Accepts only a boolean. If "true" counted as false, a request for a preview would start a replay that changes data.
 */
function isPreviewIn({ isPreview = false }: Readonly<Record<string, unknown>>): boolean {
  return typeof isPreview === 'boolean' ? isPreview : refuse('isPreview', 'isPreview must be true or false.');
}
