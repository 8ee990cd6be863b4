import { AuthorizerCache } from '../../../core/authorization/authorizer-cache.ts';
import type { Issuers } from '../../../core/issuers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { AuthorizerPolicy } from '../authorizer-policy.ts';
import { ANSWERS } from './answer.ts';
import { decideOnToken } from './cognito-authorizer.ts';
import type { EventFacts } from './event.ts';
import { type Decision, decideByFunction } from './function-authorizer.ts';
import type { RestStore, ServedMethod } from './rest-store.ts';

type Authorize = (method: ServedMethod, facts: EventFacts) => Promise<Decision>;

/** Makes the function that runs the authorizer of a method, if it has one. */
export const createAuthorize = (
  kernel: Kernel,
  { store, issuers }: { readonly store: RestStore; readonly issuers: Issuers },
): Authorize => {
  const cache = new AuthorizerCache<AuthorizerPolicy>();
  return async ({ authorization }, facts) => {
    if (!authorization) return {};
    const authorizer = store.definitions.find('authorizer', authorization.authorizerId);
    if (!authorizer) return { refused: ANSWERS.unauthorized };
    if ('functionArn' in authorizer) return decideByFunction(authorizer, facts, { kernel, cache });
    const token = facts.request.headers[authorizer.header];
    // Uses wall-clock time, as the issuers of tokens do.
    const nowMs = kernel.clock.now() - kernel.clock.offsetMs();
    const { scopes } = authorization;
    const header = typeof token === 'string' ? token : undefined;
    const decision = await decideOnToken(header, authorizer, { issuers, scopes, nowMs });
    if ('claims' in decision) return { authorizer: { claims: decision.claims } };
    return { refused: decision.refused === 'EXPIRED' ? ANSWERS.expired : ANSWERS.unauthorized };
  };
};
