import { join } from 'node:path';
import { startCommand } from '../../test/support/start-command.ts';
import { CALLERS, signInAll, type TokensByRole, tokenOfOtherPool, userOf } from '../callers.ts';
import { Faults } from '../judge/faults.ts';
import { type Cell, cellsOf, expectedOf, type Tokens, tokenOf } from '../matrix.ts';
import { apiRoutes } from '../openapi.ts';
import type { Outcome, Part, Stage } from '../part.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { type Answer, send } from '../wire/send.ts';

const SHIFTED = join(import.meta.dirname, '../shifted-clock.js');
const ANSWER_MS = 60_000;
const AT_ONCE = 8;

/** Tokens that expired an hour ago, from the same system: it ran with a slow clock. Resolves when that run has ended. */
const expiredTokens = async (dataDir: string): Promise<{ readonly tokens: TokensByRole; readonly port: number }> => {
  const slow = await startTarget({ dataDir, command: ['--import', SHIFTED, ...startCommand()] });
  const tokens = await signInAll(slow);
  await slow.system.stop();
  return { tokens, port: slow.port };
};

/** The path of a route about the caller, where it is about a person, and about an id that does not exist. */
const pathOf = ({ route, role }: Cell): string =>
  route.path.replace('{username}', userOf(role)).replace(/\{\w+\}/g, 'attack-none');

/** A call without a valid id or body: a caller that may call gets 400 or 404, and nothing changes. */
const call = ({ outputs, port }: Target, cell: Cell, token: string | undefined): Promise<Answer> =>
  send(
    port,
    {
      method: cell.route.method,
      path: `${new URL(outputs.ApiUrl ?? '').pathname.replace(/\/$/, '')}${pathOf(cell)}`,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: Buffer.from(cell.route.method === 'GET' ? '' : '{}'),
    },
    ANSWER_MS,
  );

const check = async (target: Target, cell: Cell, tokens: Tokens, faults: Faults): Promise<boolean> => {
  const token = tokenOf(cell, tokens);
  if (token === 'missing') return false;
  const answer = await call(target, cell, token);
  const status = answer.kind === 'answered' ? answer.status : 0;
  const { text, allows } = expectedOf(cell);
  const { route, role, kind } = cell;
  const reason = answer.kind === 'answered' ? String(answer.headers['www-authenticate']) : '';
  if (kind === 'expired' && !reason.includes('expired'))
    faults.add(`${route.method} ${route.path}`, `${role}: refused, but not because the token has expired`, reason);
  if (!allows(status))
    faults.add(
      `${route.method} ${route.path}`,
      `${role}, token ${kind}: ${status}, expected ${text}`,
      'see the matrix',
    );
  return true;
};

const run = async ({ directory, logProgress }: Stage): Promise<Outcome> => {
  const dataDir = join(directory, 'data');
  const { tokens: expired, port } = await expiredTokens(dataDir);
  logProgress('tokens that have expired are there');
  return withTarget({ dataDir, args: ['--port', String(port)] }, async (target) => {
    const tokens: Tokens = { expired, valid: await signInAll(target), ofOtherPool: await tokenOfOtherPool(target) };
    const routes = apiRoutes();
    const cells = [...cellsOf(routes, CALLERS)];
    const faults = new Faults();
    let checked = 0;
    const worker = async (): Promise<void> => {
      for (let cell = cells.pop(); cell !== undefined; cell = cells.pop())
        if (await check(target, cell, tokens, faults)) checked += 1;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { counts: { routes: routes.length, roles: CALLERS.length, cells: checked }, faults: faults.list() };
  });
};

export const part: Part = {
  question: 'Does every route answer every role with every kind of token as the OpenAPI document says?',
  run,
};
