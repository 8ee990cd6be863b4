import { AwsError } from '../core/aws/aws-error.ts';
import { parseJsonObject } from '../core/protocols/body.ts';
import type { WireRequest, WireResponse } from '../core/service.ts';
import type { Site } from '../gateway/gateway.ts';
import type { Parts } from '../runtime/parts.ts';
import { resourceGrants, roleGrants, unusedGrants } from '../services/iam/grants.ts';

/** What the runtime's own API shows and moves. */
export interface LocalSiteParts extends Parts {
  /** Empties everything and deploys anew. */
  readonly reset: () => Promise<void>;
}

type Handler = (request: WireRequest, parts: LocalSiteParts) => unknown;

const MAX_ADVANCE_SECONDS = 100 * 365 * 86_400;

const clockNow = ({ kernel }: LocalSiteParts) => ({
  now: new Date(kernel.clock.now()).toISOString(),
  aheadSeconds: Math.round(kernel.clock.offsetMs() / 1000),
});

const advanceClock: Handler = async (request, parts) => {
  const { advanceSeconds } = parseJsonObject(request.body);
  if (typeof advanceSeconds !== 'number' || !(advanceSeconds >= 0 && advanceSeconds <= MAX_ADVANCE_SECONDS))
    throw new AwsError(
      'ValidationException',
      `advanceSeconds must be a number from 0 to ${MAX_ADVANCE_SECONDS}, e.g. {"advanceSeconds": 3600}.`,
    );
  await parts.kernel.timers.advance(advanceSeconds * 1000);
  return clockNow(parts);
};

/** What policies have let happen since the start, what they would allow and nobody asked for, and what was denied. */
const permissions = ({ authorizer, deployer, rolePolicies, resourcePolicyOf }: LocalSiteParts) => {
  const used = authorizer.usedGrants();
  const grants = [...roleGrants(rolePolicies), ...resourceGrants(deployer.arns(), resourcePolicyOf)];
  return { used, unused: unusedGrants(grants, used), denied: authorizer.deniedCalls() };
};

const HANDLERS: Record<string, Handler> = {
  'GET /_local/health': () => ({ status: 'ok' }),
  'GET /_local/clock': (_request, parts) => clockNow(parts),
  'POST /_local/clock': advanceClock,
  'GET /_local/mail': (_request, { mailbox }) => mailbox.list(),
  'GET /_local/outputs': (_request, { deployer }) =>
    Object.fromEntries(deployer.current().outputs.map(({ name, value }) => [name, value])),
  'GET /_local/usage': (_request, { kernel }) => kernel.meter.usage(),
  'GET /_local/permissions': (_request, parts) => permissions(parts),
  'POST /_local/reset': async (_request, { reset }) => {
    await reset();
    return { status: 'ok' };
  },
};

const json = (status: number, value: unknown): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value)}\n`,
});

/** The runtime's own API under `/_local/`: health, clock, mail, outputs, permissions, reset. Errors are `{"error", "message"}`. */
export const createLocalSite = (parts: LocalSiteParts): Site => ({
  prefix: '/_local/',
  answer: async (request) => {
    const handler = HANDLERS[`${request.method} ${request.path}`];
    if (!handler) return json(404, { error: 'NotFound', message: `There is ${Object.keys(HANDLERS).join(', ')}.` });
    try {
      return json(200, await handler(request, parts));
    } catch (error) {
      if (error instanceof AwsError) return json(error.statusCode, { error: error.code, message: error.message });
      throw error;
    }
  },
});
