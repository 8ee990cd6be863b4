import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
}

interface Held {
  readonly start: Request;
  state: 'STARTING' | 'CANCELLED';
  looks: number;
}

/** A proxy that delays replays, which stay STARTING, so that a test can cancel one even on a slow machine. */
export interface HeldReplays {
  readonly endpoint: string;
  /** State of each replay that is delayed or was cancelled, sorted by name. */
  states(): readonly string[];
  /** Forwards the delayed replays to the system. */
  release(): Promise<void>;
  close(): Promise<void>;
}

const HOP_BY_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);
const REPLAY = /^AWSEvents\.(Start|Describe|Cancel)Replay$/;

const readRequest = async (request: IncomingMessage): Promise<Request> => {
  const named = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
    body: Buffer.from(await buffer(request)),
  };
};

/**
 * Forwards all requests to a system except StartReplay for names that begin with `replay-`. Such a replay stays
 * STARTING for the first `looks` DescribeReplay calls and is then forwarded, unless it is cancelled or released before.
 */
export const holdReplays = async (system: { readonly endpoint: string }, looks: number): Promise<HeldReplays> => {
  const held = new Map<string, Held>();

  const forward = async ({ method, path, headers, body }: Request) =>
    fetch(system.endpoint + path, { method, headers, ...(method !== 'GET' && { body }) });

  const forwardHeld = async (name: string, { start }: Held): Promise<void> => {
    held.delete(name);
    await (await forward(start)).arrayBuffer();
  };

  /** The answer about a delayed replay. Undefined if the request must be forwarded to the system. */
  const answerHeld = async (action: string, request: Request): Promise<object | undefined> => {
    const { ReplayName: name } = JSON.parse(request.body.toString()) as { readonly ReplayName: string };
    if (action === 'Start' && name.startsWith('replay-'))
      held.set(name, { start: request, state: 'STARTING', looks: 0 });
    const found = held.get(name);
    if (found === undefined) return undefined;
    if (action === 'Cancel') found.state = 'CANCELLED';
    if (action === 'Describe') found.looks += 1;
    const answer = {
      ReplayName: name,
      ReplayArn: `arn:aws:events:us-east-1:000000000000:replay/${name}`,
      State: found.state,
    };
    if (found.state === 'STARTING' && found.looks === looks) await forwardHeld(name, found);
    return answer;
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const [, action] = REPLAY.exec(request.headers['x-amz-target'] ?? '') ?? [];
    const answer = action === undefined ? undefined : await answerHeld(action, request);
    if (answer !== undefined) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      return;
    }
    const forwarded = await forward(request);
    const body = Buffer.from(await forwarded.arrayBuffer());
    response
      .writeHead(forwarded.status, { 'content-type': forwarded.headers.get('content-type') ?? 'text/plain' })
      .end(body);
  };

  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    states: () => [...held].toSorted(([left], [right]) => left.localeCompare(right)).map(([, { state }]) => state),
    release: async () => {
      for (const [name, each] of held) if (each.state === 'STARTING') await forwardHeld(name, each);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
