import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createChangesHandler } from '../../../local/src/control-api/changes.ts';
import type { Services } from '../../../local/src/core/services.ts';

type Watcher = Parameters<Services['watch']>[0];

let server: Server;
let watchers: Set<Watcher>;
let endpoint: string;
beforeEach(async () => {
  watchers = new Set();
  const watch: Services['watch'] = (watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  const { serve } = createChangesHandler({ watch } as Services);
  server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The changes that the stream reports of one call. */
const reportedOf = async (service: string, action: string, input: Record<string, unknown>): Promise<unknown[]> => {
  const { body } = await fetch(endpoint);
  if (body === null) throw new Error('The answer has no body.');
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    if (text === '') for (const watcher of watchers) watcher(service, action, input, {});
    text += chunk;
    if (text.includes('data:')) break;
  }
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
};

test('The stream reports each table that a call writes to, and never the content', async () => {
  const item = { name: { S: 'Spock' } };
  const reviews = { kind: 'item', table: 'reviews' };
  expect(await reportedOf('dynamodb', 'PutItem', { TableName: 'reviews', Item: item })).toEqual([reviews]);
  const RequestItems = { reviews: [{ PutRequest: { Item: item } }] };
  expect(await reportedOf('dynamodb', 'BatchWriteItem', { RequestItems })).toEqual([reviews]);
  const TransactItems = [{ Put: { TableName: 'reviews', Item: item } }];
  expect(await reportedOf('dynamodb', 'TransactWriteItems', { TransactItems })).toEqual([reviews]);
});

test('The stream reports the type of each event on a bus, and never its detail', async () => {
  const Entries = [{ EventBusName: 'b', Source: 's', DetailType: 'T', Detail: '{"name":"Spock"}' }];
  expect(await reportedOf('events', 'PutEvents', { Entries })).toEqual([
    { kind: 'event', bus: 'b', source: 's', detailType: 'T' },
  ]);
});
