import { isAbsolute, resolve } from 'node:path';
import { AwsError } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import type { Mailbox } from '../core/mail/mailbox.ts';
import type { PathHandler } from '../core/path-handler.ts';
import { parseJsonObject } from '../core/protocols/body.ts';
import type { WireRequest, WireResponse } from '../core/service.ts';
import { backUp } from '../core/store/backup.ts';
import type { Authorizer, ResourcePolicyOf } from '../services/iam/authorize/authorizer.ts';
import { resourceGrants, roleGrants, unusedGrants } from '../services/iam/authorize/grants.ts';
import type { RolePolicies } from '../services/iam/iam.ts';
import type { ClockMoves } from './clock-moves.ts';

/** The part of the deployer that the control API shows. */
interface DeployedStacks {
  current(): { readonly outputs: readonly { readonly name: string; readonly value: string }[] };
  /** ARNs of all deployed resources, each once. */
  arns(): readonly string[];
}

/** The services that the control API reads and changes. */
export interface ControlApiServices {
  readonly kernel: Kernel;
  readonly mailbox: Mailbox;
  readonly authorizer: Authorizer;
  readonly deployer: DeployedStacks;
  readonly rolePolicies: RolePolicies;
  readonly resourcePolicyOf: ResourcePolicyOf;
}

export interface ControlApiPorts extends ControlApiServices {
  readonly moves: ClockMoves;
  /** Deletes all state and deploys the assembly again. */
  readonly reset: () => Promise<void>;
}

type Handler = (request: WireRequest, ports: ControlApiPorts, signal: AbortSignal) => unknown;

/** Answers 200 even if the disk refuses writes, because the runtime still serves reads and a restart would not help. */
const health = ({ store }: Kernel) => {
  const reason = store.unavailable();
  return reason === undefined ? { status: 'ok' } : { status: 'degraded', reason };
};

/**
 * `{"file": …, "dataDir": …}`: backs up this runtime's data directory. Another `dataDir` is an error, because the port
 * may belong to a runtime that the client does not mean.
 */
const backUpHere: Handler = async ({ body }, { kernel }) => {
  const { file, dataDir } = parseJsonObject(body);
  if (typeof file !== 'string' || !isAbsolute(file))
    throw new AwsError(
      'ValidationException',
      'file must be an absolute path, e.g. {"file": "/backups/monday.sqlite"}.',
    );
  const own = kernel.dataDir === undefined ? undefined : resolve(kernel.dataDir);
  if (own === undefined || (dataDir !== undefined && dataDir !== own))
    throw new AwsError('NotFound', `The data directory of this runtime is ${own ?? 'in memory'}.`, { statusCode: 404 });
  return backUp(kernel.store, own, file);
};

/** Used grants, unused grants and denied calls since the start. */
const permissions = ({ authorizer, deployer, rolePolicies, resourcePolicyOf }: ControlApiPorts) => {
  const used = authorizer.usedGrants();
  const grants = [...roleGrants(rolePolicies), ...resourceGrants(deployer.arns(), resourcePolicyOf)];
  return { used, unused: unusedGrants(grants, used), denied: authorizer.deniedCalls() };
};

const HANDLERS: Record<string, Handler> = {
  'GET /_local/health': (_request, { kernel }) => health(kernel),
  'GET /_local/clock': (_request, { moves }) => moves.state(),
  'POST /_local/clock': ({ body }, { moves }, signal) => moves.advance(moves.readSeconds(body), signal),
  'DELETE /_local/clock': (_request, { moves }) => {
    moves.cancelAll();
    return moves.state();
  },
  'GET /_local/mail': (_request, { mailbox }) => mailbox.list(),
  'GET /_local/outputs': (_request, { deployer }) =>
    Object.fromEntries(deployer.current().outputs.map(({ name, value }) => [name, value])),
  'GET /_local/usage': (_request, { kernel }) => kernel.meter.usage(),
  'GET /_local/permissions': (_request, ports) => permissions(ports),
  'POST /_local/backup': backUpHere,
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

/**
 * The control API under `/_local/`: health, clock, mail, outputs, usage, permissions, backup, reset. Errors have the
 * form `{"error", "message"}`.
 */
export const createControlApi = (ports: ControlApiPorts): PathHandler => ({
  prefix: '/_local/',
  answer: async (request, { signal }) => {
    const handler = HANDLERS[`${request.method} ${request.path}`];
    if (!handler)
      return json(404, { error: 'NotFound', message: `Unknown path. Available: ${Object.keys(HANDLERS).join(', ')}.` });
    try {
      return json(200, await handler(request, ports, signal));
    } catch (error) {
      if (error instanceof AwsError) return json(error.statusCode, { error: error.code, message: error.message });
      throw error;
    }
  },
});
