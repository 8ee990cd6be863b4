import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  canaryApplicants,
  decideWithToken,
  filesWithoutStores,
  hearAll,
  listenForEvents,
} from '../../test/support/canaries.ts';
import {
  advance,
  allEnded,
  eventually,
  everyEightHours,
  mailbox,
  pendingToken,
  submit,
} from '../../test/support/system.ts';
import { CALLERS, type CallerRole, signInAll } from '../callers.ts';
import { CANARY_TEXTS, hasCanary } from '../canary-texts.ts';
import { Faults } from '../judge/faults.ts';
import { apiRoutes } from '../openapi.ts';
import type { Outcome, Part, Stage } from '../part.ts';
import { type Target, withTarget } from '../target.ts';

const MONTH_SECONDS = 31 * 86_400;
const EVENTS = ['AccountOpened', 'ApplicationRejected', 'ApplicationUnprocessable', 'ReviewRequested'] as const;

/** What passed through the system. */
interface Trail {
  readonly ids: readonly string[];
  readonly tokens: readonly string[];
  readonly events: readonly string[];
}

/** Sends the applicants through the system until every execution has ended. */
const follow = async ({ system }: Target, logProgress: (line: string) => void): Promise<Trail> => {
  const { clients } = system;
  const hear = await listenForEvents(clients);
  const applicants = CANARY_TEXTS.flatMap((data, number) =>
    Object.entries(canaryApplicants(data)).map(([kind, applicant]) => ({
      kind,
      id: `${kind}-${number}`,
      ...applicant,
    })),
  );
  for (const { kind: _kind, ...applicant } of applicants) await submit(clients, applicant);
  const tokens: string[] = [];
  for (const { kind, id, name: comment } of applicants) {
    if (kind === 'approved') tokens.push(await decideWithToken(clients, id, { decision: 'APPROVE', comment }));
    if (kind === 'rejected') tokens.push(await decideWithToken(clients, id, { decision: 'REJECT', comment }));
    if (kind === 'forgotten') tokens.push(await pendingToken(clients, id));
  }
  const events: string[] = [];
  await hearAll(hear, events, EVENTS);
  logProgress(`${applicants.length} applicants are in the system`);
  return { ids: applicants.map(({ id }) => id), tokens, events };
};

/** Lets the reviews that nobody decided expire. */
const expire = async ({ system }: Target, count: number): Promise<void> => {
  await everyEightHours(system.clients);
  await advance(system.clients, MONTH_SECONDS);
  await allEnded(system.clients, count);
  await eventually('mails', async () => ((await mailbox(system.clients)).length > 0 ? true : undefined));
};

type Look = (subject: string, text: string) => void;

/** Looks at what the runtime and the system write on this machine. */
const lookAtOutput = async ({ system, dataDir, port }: Target, trail: Trail, look: Look): Promise<void> => {
  for (const [name, text] of filesWithoutStores(dataDir)) look(`file ${name}`, name + text);
  look('output of the process', system.printed());
  for (const event of trail.events) look('event', event);
  for (const mail of await mailbox(system.clients)) look('mail', JSON.stringify(mail));
  for (const { executionArn = '' } of await allEnded(system.clients, trail.ids.length)) look('execution', executionArn);
  for (const path of ['usage', 'permissions', 'outputs', 'clock', 'health'])
    look(`control API ${path}`, await (await fetch(`http://127.0.0.1:${port}/_local/${path}`)).text());
};

const fill = (path: string, id: string): string => path.replace(/\{\w+\}/g, id);

const mayRead = (role: CallerRole, roles: 'SIGNED_IN' | readonly CallerRole[]): boolean =>
  roles === 'SIGNED_IN' || roles.includes(role);

/** Looks at the API's answers to roles that may not call a route, and to callers without a token. */
const lookAtRefusals = async (target: Target, ids: readonly string[], look: Look): Promise<number> => {
  const { outputs } = target;
  const tokens = await signInAll(target);
  let answers = 0;
  for (const { method, path, roles } of apiRoutes())
    for (const role of CALLERS.filter((each) => !mayRead(each, roles)))
      for (const id of ids) {
        const headers = { authorization: `Bearer ${tokens[role].access}`, 'content-type': 'application/json' };
        const body = method === 'GET' ? {} : { body: '{}' };
        const answer = await fetch(`${outputs.ApiUrl}${fill(path, id)}`, { method, headers, ...body });
        look(`${method} ${path} for ${role}`, JSON.stringify([...answer.headers]) + (await answer.text()));
        answers += 1;
        if (!path.includes('{')) break;
      }
  return answers;
};

/** Looks for task tokens in what roles may read. */
const lookForTokens = async (target: Target, trail: Trail, faults: Faults): Promise<void> => {
  const tokens = await signInAll(target);
  const routes = apiRoutes().filter(({ method }) => method === 'GET');
  for (const { path, roles } of routes)
    for (const role of CALLERS.filter((each) => mayRead(each, roles)))
      for (const id of trail.ids.slice(0, path.includes('{') ? 6 : 1)) {
        const headers = { authorization: `Bearer ${tokens[role].access}` };
        const text = await (await fetch(`${target.outputs.ApiUrl}${fill(path, id)}`, { headers })).text();
        if (trail.tokens.some((token) => text.includes(token)))
          faults.add(`GET ${path} for ${role}`, 'the answer contains a task token', id);
      }
};

/** The search must find the data where it may be; otherwise it would prove nothing. */
const assertFindsData = ({ dataDir }: Target): void => {
  const stores = ['runtime.sqlite', 'runtime.sqlite-wal'].map((name) => readFileSync(join(dataDir, name), 'latin1'));
  if (!stores.some(hasCanary)) throw new Error('The search does not find the data in the database.');
};

const run = ({ directory, logProgress }: Stage): Promise<Outcome> =>
  withTarget({ dataDir: join(directory, 'data') }, async (target) => {
    const faults = new Faults();
    let looked = 0;
    const trail = await follow(target, logProgress);
    const look: Look = (subject, text) => {
      looked += 1;
      if (hasCanary(text)) faults.add(subject, "contains applicants' data", 'attack/canary-texts.ts');
      if (trail.tokens.some((token) => text.includes(token))) faults.add(subject, 'contains a task token', '');
    };
    const refusals = await lookAtRefusals(target, trail.ids.slice(0, 3), look);
    logProgress('the API answered the callers that may not read');
    await lookForTokens(target, trail, faults);
    logProgress('the API answered the callers that may read');
    await expire(target, trail.ids.length);
    logProgress('a month has passed');
    await lookAtOutput(target, trail, look);
    assertFindsData(target);
    return { counts: { applicants: trail.ids.length, refusals, texts: looked }, faults: faults.list() };
  });

export const part: Part = {
  question:
    "Are applicants' data and task tokens in no log, event, mail, metric, file or refusal, whatever their characters?",
  run,
};
