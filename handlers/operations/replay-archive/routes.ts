import type { Previewed, ReplayFate, StartedReplay } from '../../../api/types.generated.ts';
import type { Clock } from '../../shared/clock.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { ProblemError, refuse } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { PREVIEW_PREFIX } from './contract.ts';
import type { Archive, FindApplication, PreviewedEvent, RunStatusOf, TakePreviewed } from './ports.ts';
import { replayEffectOf } from './replay-effect.ts';

export interface Ports {
  readonly archive: Archive;
  readonly takePreviewed: TakePreviewed;
  readonly findApplication: FindApplication;
  readonly runStatusOf: RunStatusOf;
  readonly now: Clock;
  /** Logs who started which replay. */
  readonly logAction: (action: string, details: { readonly replay: string; readonly username: string }) => void;
}

/** Routes that show the archive, start replays, and preview the effect of a replay. */
export function createRoutes(ports: Ports): RouteTable<'replay-archive'> {
  return {
    'GET /operations/archive': async () => {
      const [archive, replays] = await Promise.all([ports.archive.describe(), ports.archive.replays()]);
      return { status: 200, body: { archive, replays } };
    },
    'POST /operations/replays': (call) => start(ports, call),
    'POST /operations/previews/{name}/take': (call) => take(ports, call),
  };
}

async function start({ archive, now, logAction }: Ports, { event, principal }: Call): Promise<Answer<StartedReplay>> {
  const body = objectInBody(event);
  const from = momentIn(body, 'from');
  const to = momentIn(body, 'to');
  if (from >= to) refuse('from', 'from must be before to.');
  const isPreview = isPreviewIn(body);
  if (isPreview) await refuseBesideAnother(archive);
  const name = `${isPreview ? PREVIEW_PREFIX : 'replay-'}${now()
    .toISOString()
    .replace(/[^0-9]/g, '')}`;
  await archive.start({ name, from, to, isPreview });
  logAction(isPreview ? 'Preview of a replay started' : 'Replay started', {
    replay: name,
    username: principal.username,
  });
  return { status: 202, body: { name } };
}

/** Two previews at the same time would receive each other's events. @throws ProblemError 409 if a preview is running */
async function refuseBesideAnother(archive: Archive): Promise<void> {
  const running = (await archive.replays()).find(
    ({ name, state }) => name.startsWith(PREVIEW_PREFIX) && (state === 'STARTING' || state === 'RUNNING'),
  );
  if (running === undefined) return;
  const detail = `The preview ${running.name} is running. Wait until it ends, then start the next one.`;
  throw new ProblemError({ status: 409, code: 'PREVIEW_RUNNING', detail });
}

/** Returns each previewed event once. The preview is complete when the replay has ended and no items are returned. */
async function take(ports: Ports, { event }: Call): Promise<Answer<Previewed>> {
  const name = event.pathParameters?.name ?? '';
  const replay = (await ports.archive.replays()).find((each) => each.name === name);
  if (replay === undefined || !name.startsWith(PREVIEW_PREFIX)) return refuse('name', 'There is no such preview.');
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
  { findApplication, runStatusOf }: Ports,
  { applicationId }: PreviewedEvent,
): Promise<ReplayFate> {
  if (applicationId === undefined) return 'INVALID';
  const record = await findApplication(applicationId);
  return replayEffectOf(record, record === undefined ? 'MISSING' : await runStatusOf(record.executionArn));
}

/**
 * Accepts only a boolean. If "true" counted as false, a request for a preview would start a replay that changes data.
 */
function isPreviewIn({ isPreview = false }: Readonly<Record<string, unknown>>): boolean {
  return typeof isPreview === 'boolean' ? isPreview : refuse('isPreview', 'isPreview must be true or false.');
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

function momentIn(body: Readonly<Record<string, unknown>>, name: string): Date {
  const text = body[name];
  if (typeof text === 'string' && MOMENT.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text);
  return refuse(name, `${name} must be a UTC time such as 2026-01-31T12:00:00Z.`);
}
