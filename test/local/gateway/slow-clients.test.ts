import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceModule } from '../../../local/src/core/service.ts';
import { Gateway } from '../../../local/src/gateway/gateway.ts';
import { startKernel, type TestKernel } from '../kernel.ts';

const HEADERS_MS = 150;
const REQUEST_MS = 300;
const LONG_POLL_MS = 600;
const HEAD = [
  'POST / HTTP/1.1',
  'Host: 127.0.0.1',
  'X-Amz-Target: Slow.Poll',
  'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/slow/aws4_request, SignedHeaders=host, Signature=00',
  '',
].join('\r\n');

const slow: ServiceModule = {
  service: {
    name: 'slow',
    actions: {
      Poll: async () => {
        await new Promise((resolve) => setTimeout(resolve, LONG_POLL_MS));
        return { answer: 'late' };
      },
    },
    protocols: [{ kind: 'json', targetPrefix: 'Slow', version: '1.0' }],
  },
};

let kernel: TestKernel;
let gateway: Gateway;
let port: number;
beforeEach(async () => {
  kernel = await startKernel(() => [slow]);
  gateway = new Gateway({ headersMs: HEADERS_MS, requestMs: REQUEST_MS, checkIntervalMs: 20 });
  port = await gateway.listen(0);
  gateway.connect(kernel, []);
});
afterEach(async () => {
  await gateway.close();
  await kernel.stop();
});

const open = async (): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};

/**
 * The gateway's response before it closes the connection; RESET if the connection is reset before the response arrives.
 */
const untilClosed = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    let wasReset = false;
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.once('error', () => {
      wasReset = true;
    });
    socket.once('close', () => resolve(text === '' && wasReset ? 'RESET' : text));
  });

/** Sends a byte at intervals until the connection is closed. */
const drip = (socket: Socket, text: string): void => {
  socket.on('error', () => {});
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer);
    else socket.write(text[at++] ?? '');
  }, 20);
};

describe('A deliberately slow client', () => {
  test('is disconnected while it sends its headers too slowly', async () => {
    const socket = await open();
    drip(socket, `${HEAD}${'X-More: a\r\n'.repeat(100)}`);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 |^RESET$/);
  });

  test('is disconnected while it sends its body too slowly', async () => {
    const socket = await open();
    socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`);
    drip(socket, `{"a":"${'a'.repeat(900)}`);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 |^RESET$/);
  });

  test('is disconnected if it sends nothing', async () => {
    const socket = await open();
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});

test('A client that waits a long time for a response receives it', async () => {
  const socket = await open();
  socket.write(`${HEAD}Content-Length: 2\r\nConnection: close\r\n\r\n{}`);
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 .*{"answer":"late"}$/s);
});
