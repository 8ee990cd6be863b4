import type { ServerResponse } from 'node:http';
import type { NodePathHandler } from '../core/path-handler.ts';
import type { Services } from '../core/services.ts';

/** A change without its content. Clients read the content through APIs, which check permissions. */
type Change =
  | { readonly kind: 'item'; readonly table: string }
  | { readonly kind: 'event'; readonly bus: string; readonly detailType: string; readonly source: string };

const HEARTBEAT_MS = 15_000;
/** Number of unread bytes at which a client is disconnected. Such a client reconnects and reloads everything. */
const MAX_BEHIND_BYTES = 262_144;
const MAX_LISTENERS = 50;

type Describe = (input: Record<string, unknown>) => readonly Change[];

const item: Describe = ({ TableName: table }) => (typeof table === 'string' ? [{ kind: 'item', table }] : []);

const items: Describe = ({ TransactItems: parts }) =>
  (Array.isArray(parts) ? parts : []).flatMap((part: Record<string, Record<string, unknown>>) =>
    Object.values(part).flatMap(item),
  );

const batch: Describe = ({ RequestItems: tables }) =>
  Object.keys(Object(tables)).flatMap((TableName) => item({ TableName }));

const events: Describe = ({ Entries: entries }) =>
  (Array.isArray(entries) ? entries : []).map((entry: Record<string, unknown>) => ({
    kind: 'event',
    bus: String(entry.EventBusName ?? 'default'),
    detailType: String(entry.DetailType ?? ''),
    source: String(entry.Source ?? ''),
  }));

const CHANGING: { readonly [call: string]: Describe } = {
  'dynamodb:PutItem': item,
  'dynamodb:UpdateItem': item,
  'dynamodb:DeleteItem': item,
  'dynamodb:BatchWriteItem': batch,
  'dynamodb:TransactWriteItems': items,
  'events:PutEvents': events,
  'events:PutAwsEvents': events,
};

const write = (response: ServerResponse, text: string): void => {
  if (response.writableLength > MAX_BEHIND_BYTES) response.destroy();
  else response.write(text);
};

/**
 * `GET /_local/changes`: server-sent events, each a Change as JSON, until the client disconnects.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const createChangesHandler = (services: Services): NodePathHandler => {
  const listeners = new Set<ServerResponse>();
  let unwatch: (() => void) | undefined;
  const tell = (change: Change): void => {
    for (const listener of listeners) write(listener, `data: ${JSON.stringify(change)}\n\n`);
  };
  const leave = (listener: ServerResponse): void => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    unwatch?.();
    unwatch = undefined;
  };
  return {
    prefix: '/_local/changes',
    serve: async (request, response) => {
      if (request.method !== 'GET' || listeners.size >= MAX_LISTENERS) {
        response.writeHead(request.method === 'GET' ? 503 : 405).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      const heartbeat = setInterval(() => write(response, ': still here\n\n'), HEARTBEAT_MS).unref();
      listeners.add(response);
      unwatch ??= services.watch((service, action, input) => {
        for (const change of CHANGING[`${service}:${action}`]?.(input) ?? []) tell(change);
      });
      response.once('close', () => {
        clearInterval(heartbeat);
        leave(response);
      });
    },
  };
};
