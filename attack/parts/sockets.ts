import { connect } from 'node:net';
import type { Choices } from '../../chaos/random.ts';
import { watchHealth } from '../health.ts';
import { Faults } from '../judge/faults.ts';
import { leaksIn } from '../judge/leaks.ts';
import type { Outcome, Part, Stage } from '../part.ts';
import { pathsOf, type Target, withTarget } from '../target.ts';

/** Bytes that are no HTTP request, or only almost. `N` stands for random bytes. */
const TEMPLATES: readonly string[] = [
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1\r\n\r\n',
  'GET /N HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET //evil.example/_local/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\nY: b\r\nContent-Length: 0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AWSEvents.N\r\nContent-Length: 2\r\n\r\n{}',
  'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: \u0000\r\nContent-Length: 2\r\n\r\n{}',
  'POST / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: a\r\n\r\n',
  'GET /_local/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /_local/reset HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'NNNN\r\n\r\n',
  '\r\n\r\n\r\n',
];

const MOST_RANDOM = 40;

const randomBytes = ({ between }: Choices): string =>
  String.fromCharCode(...Array.from({ length: between(0, MOST_RANDOM) }, () => between(0, 255)));

/** Random bytes in the place of each `N`; sometimes a byte changes, or the end is missing. */
const bytesOf = (choices: Choices): Buffer => {
  const bytes = Buffer.from(
    choices.pick(TEMPLATES).replaceAll('N', () => randomBytes(choices)),
    'latin1',
  );
  const roll = choices.next();
  if (roll < 0.2 && bytes.length > 0) bytes[choices.between(0, bytes.length - 1)] = choices.between(0, 255);
  return roll > 0.9 ? bytes.subarray(0, choices.between(0, bytes.length)) : bytes;
};

/** A part of a request waits for the rest on the server; the attack does not wait for the server's limit. */
const ANSWER_MS = 400;

/** What the server writes until it ends the connection, or until the time is over. */
const exchange = (port: number, bytes: Buffer): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(text));
    setTimeout(() => socket.destroy(), ANSWER_MS);
  });

const STATUS = /HTTP\/1\.1 (\d{3})/g;
const AT_ONCE = 32;
const SHARE = 0.1;

const attack = async (target: Target, { choices, inputs }: Stage, faults: Faults): Promise<number> => {
  const count = Math.ceil(inputs * SHARE);
  const secrets = pathsOf(target);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count && target.system.exit() === undefined) {
      const number = next;
      next += 1;
      const bytes = bytesOf(choices.stream(`bytes-${number}`));
      const port = number % 4 === 0 ? target.consolePort : target.port;
      const text = await exchange(port, bytes);
      const example = `bytes ${number}: ${JSON.stringify(bytes.toString('latin1'))}`;
      for (const [, status = ''] of text.matchAll(STATUS))
        if (Number(status) >= 500) faults.add('sockets', `status ${status}`, example);
      for (const what of leaksIn(text, secrets)) faults.add('sockets', `the answer contains ${what}`, example);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return count;
};

const run = (stage: Stage): Promise<Outcome> =>
  withTarget({ dataDir: `${stage.directory}/data` }, async (target) => {
    const faults = new Faults();
    const { system, port } = target;
    const watch = watchHealth({ port, pid: system.pid, inProgress: () => 'broken bytes' });
    const connections = await attack(target, stage, faults);
    const { problems } = await watch.stop();
    for (const problem of problems) faults.add('health', 'answers too late', problem);
    const exit = system.exit();
    if (exit) faults.add('the process', `ended with ${exit.code ?? exit.signal}`, system.printed().slice(-2000));
    return { counts: { connections }, faults: faults.list() };
  });

export const part: Part = {
  question: 'Do bytes that are no HTTP request leave both servers as they were?',
  run,
};
