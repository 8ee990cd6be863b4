import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../../core/protocols/body.ts';
import { errorPage, originOf, type SignIn, signInPage } from './pages.ts';
import type { Parts } from './parts.ts';

const MAX_FORM_BYTES = 4096;

/** GET shows the page, POST with `username` signs in and leads on; anything else changes nothing. */
export const signIn = async (
  parts: Parts,
  { poolId, provider }: { poolId: string; provider: Provider },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const page = await pageOf(parts, poolId, provider, request, response);
  if (!page) return errorPage('session_not_found', 'This sign-in has ended. Begin again.').send(response);
  if (request.method === 'GET' || request.method === 'HEAD') return signInPage(page).send(response);
  if (request.method !== 'POST') return errorPage('method_not_allowed', 'GET or POST this page.', 405).send(response);
  const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString('utf8'));
  const username = form.get('username')?.trim() ?? '';
  const user = parts.pools.get(poolId, 'user', username);
  if (!user) return signInPage({ ...page, refused: username }).send(response);
  await provider.interactionFinished(request, response, { login: { accountId: user.sub } });
};

/** What to show to the browser that began this sign-in; undefined for any other. */
const pageOf = async (
  { pools }: Parts,
  poolId: string,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<SignIn | undefined> => {
  const { errors } = await import('oidc-provider');
  try {
    const { params } = await provider.interactionDetails(request, response);
    return {
      clientName: pools.get(poolId, 'client', String(params.client_id))?.name ?? 'A client',
      users: pools.list(poolId, 'user'),
      path: new URL(request.url ?? '', 'http://127.0.0.1').pathname,
      redirectOrigin: originOf(params.redirect_uri),
    };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
};
