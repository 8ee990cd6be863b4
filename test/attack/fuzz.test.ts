import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeSupport, type OneMachine, start } from 'one-machine';
import { awsDoors } from '../../attack/doors/aws.ts';
import type { Door } from '../../attack/doors/door.ts';
import { fixtureFor } from '../../attack/doors/fixture.ts';
import { fuzz } from '../../attack/fuzz.ts';
import { Faults } from '../../attack/judge/faults.ts';
import { choicesFrom } from '../../chaos/random.ts';

const FAULTY = 'AWSEvents.PutRule';
const INPUTS = 600;

let runtime: OneMachine;
let proxy: Server;
let port: number;
let isFaulty = false;

/** Passes requests on to the runtime; while `isFaulty` is true, one action fails as a bug would. */
const startProxy = (): Server =>
  createServer((request, response) => {
    if (isFaulty && request.headers['x-amz-target'] === FAULTY) {
      request.resume();
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"__type":"InternalFailure","message":"a\\n    at putRule (file:///srv/put-rule.ts:3:1)"}');
      return;
    }
    const { method, url, headers } = request;
    const { port: to } = new URL(runtime.endpoint);
    const passed = forward({ host: '127.0.0.1', port: to, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    passed.once('error', () => response.destroy());
    request.pipe(passed);
  });

beforeAll(async () => {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  runtime = await start({ log: silent });
  proxy = startProxy();
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  port = (proxy.address() as AddressInfo).port;
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await runtime.stop();
});

const attack = async (): Promise<{ readonly faults: Faults; readonly sent: number }> => {
  const { services } = await describeSupport();
  const attacked = services.filter(({ name }) => ['events', 'sns', 'sqs'].includes(name));
  const doors: readonly Door[] = await awsDoors(attacked, port);
  const faults = new Faults();
  const { sent } = await fuzz({
    doors,
    choices: choicesFrom(11),
    from: 0,
    inputs: INPUTS,
    secrets: {},
    faults,
    refresh: await fixtureFor(port),
    isAlive: () => true,
    onProgress: () => {},
  });
  return { faults, sent };
};

test('A run finds a planted fault with the inputs that show it, and nothing else', async () => {
  isFaulty = true;
  const { faults } = await attack();
  const found = faults.list().map(({ subject, what }) => `${subject}: ${what}`);
  expect(found).toContain('events:PutRule: status 500');
  expect(found).toContain('events:PutRule: the answer contains a stack trace');
  expect(found.filter((fault) => !fault.startsWith('events:PutRule: '))).toEqual([]);
  expect(faults.list()[0]?.example).toMatch(/^input \d+ \(.+\) {2}POST \//);
});

test('A run against the same runtime without the fault finds nothing', async () => {
  isFaulty = false;
  const { faults, sent } = await attack();
  expect(faults.list()).toEqual([]);
  expect(sent).toBeGreaterThan(INPUTS * 0.9);
});
