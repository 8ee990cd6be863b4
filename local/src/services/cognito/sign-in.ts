import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../../core/protocols/body.ts';
import type { CognitoContext } from './context.ts';
import { errorPage, originOf, type SignIn, signInPage } from './pages.ts';

const MAX_FORM_BYTES = 4096;

/** Serves the sign-in page. GET shows it. POST with `username` signs the user in and redirects to the client. */
export const signIn = async (
  context: CognitoContext,
  { poolId, provider }: { poolId: string; provider: Provider },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const page = await pageOf(context, poolId, provider, request, response);
  if (!page)
    return errorPage(
      'session_not_found',
      'This sign-in has expired. Return to the previous page and sign in again.',
    ).send(response);
  if (request.method === 'GET' || request.method === 'HEAD') return signInPage(page).send(response);
  if (request.method !== 'POST')
    return errorPage('method_not_allowed', 'The method must be GET or POST.', 405).send(response);
  const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString('utf8'));
  const username = form.get('username')?.trim() ?? '';
  const user = context.pools.get(poolId, 'user', username);
  if (!user) return signInPage({ ...page, unknownUsername: username }).send(response);
  await provider.interactionFinished(request, response, { login: { accountId: user.sub } });
};

/** The content of the page. Undefined if another browser started this sign-in, or if it has expired. */
const pageOf = async (
  { pools }: CognitoContext,
  poolId: string,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<SignIn | undefined> => {
  const { errors } = await import('oidc-provider');
  try {
    const { params } = await provider.interactionDetails(request, response);
    return {
      pool: pools.existing(poolId).name,
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
