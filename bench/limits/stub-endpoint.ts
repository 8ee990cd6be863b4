// Runs in a worker thread: an AWS endpoint that answers immediately and stores nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parentPort } from 'node:worker_threads';
import { stubAnswer } from './answers.ts';

const server = createServer(async (request, response) => {
  const { 'x-amz-target': target, 'content-type': type } = request.headers;
  response.writeHead(200, { 'content-type': String(type) }).end(stubAnswer(String(target), await text(request)));
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
