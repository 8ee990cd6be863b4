import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createMail, type Mailbox } from '../../../../local/src/core/mail/mailbox.ts';
import type { ServiceModule, WireRequest } from '../../../../local/src/core/service.ts';
import { createSes } from '../../../../local/src/services/ses/ses.ts';
import { formerTimer, makeFormer } from '../../former-store.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

let kernel: TestKernel;
let mailbox: Mailbox;
let ses: ServiceModule;
const start = async (options: { dataDir?: string; smtpUrl?: string } = {}) => {
  kernel = await startKernel(
    (k) => {
      mailbox = createMail(k, options.smtpUrl);
      ses = createSes(k, mailbox);
      return [ses];
    },
    options.dataDir ? { dataDir: options.dataDir } : {},
  );
};

const MAIL = { from: 'bank@example.com', to: ['ann@example.com'], subject: 'Ünï', text: 'Dear Ann,\n.\nbye' };

/** A mail server that accepts mails one by one; with a `greeting` other than 220 it refuses connections. */
const mailServer = async (mails: string[], taken: () => void, greeting = '220 ready'): Promise<Server> => {
  const server = createServer((socket) => {
    let data: string | undefined;
    socket.write(`${greeting}\r\n`);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n')) {
        if (data !== undefined) {
          if (line === '.') {
            mails.push(data);
            data = undefined;
            socket.write('250 taken\r\n');
            taken();
          } else data += `${line}\n`;
        } else if (line.startsWith('DATA')) {
          data = '';
          socket.write('354 go\r\n');
        } else if (line !== '') socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const directories: string[] = [];
const servers: Server[] = [];
afterEach(async () => {
  await kernel.stop();
  for (const server of servers.splice(0)) server.close();
  for (const made of directories.splice(0)) removeDirectory(made);
});

describe('the mailbox', () => {
  test('removes mails and their files after 90 days', async () => {
    const dataDir = temporaryDirectory();
    directories.push(dataDir);
    await start({ dataDir });
    await mailbox.deliver({ ...MAIL, subject: 'old' });
    await kernel.timers.advance(60 * 86_400_000);
    await mailbox.deliver({ ...MAIL, subject: 'newer' });
    await kernel.timers.advance(32 * 86_400_000);
    expect(mailbox.list().map(({ subject }) => subject)).toEqual(['newer']);
    expect(readdirSync(join(dataDir, 'mail'))).toHaveLength(1);
  });

  test('keeps one mail and one file if a mail is delivered again after a crash', async () => {
    const dataDir = temporaryDirectory();
    directories.push(dataDir);
    await start({ dataDir });
    await mailbox.deliver(MAIL, 'notification-1');
    await kernel.stop();
    await start({ dataDir });
    await kernel.timers.advance(60_000);
    await mailbox.deliver(MAIL, 'notification-1');
    expect(mailbox.list()).toHaveLength(1);
    expect(readdirSync(join(dataDir, 'mail'))).toEqual([expect.stringContaining('notification-1.eml')]);
  });

  test('shows mails, newest last, also after a restart', async () => {
    const dataDir = temporaryDirectory();
    directories.push(dataDir);
    await start({ dataDir });
    await mailbox.deliver(MAIL);
    await mailbox.deliver({ ...MAIL, to: ['bob@example.com', 'eve@example.com'], subject: 'second' });
    await kernel.stop();
    await start({ dataDir });
    expect(mailbox.list()).toEqual([
      { to: 'ann@example.com', subject: 'Ünï', text: 'Dear Ann,\n.\nbye', sentAt: expect.any(String) },
      {
        to: 'bob@example.com, eve@example.com',
        subject: 'second',
        text: 'Dear Ann,\n.\nbye',
        sentAt: expect.any(String),
      },
    ]);
  });

  test('keeps each mail as an Internet message in a file', async () => {
    const dataDir = temporaryDirectory();
    directories.push(dataDir);
    await start({ dataDir });
    const id = await mailbox.deliver(MAIL);
    const [file = ''] = readdirSync(join(dataDir, 'mail'));
    expect(file).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT.*-${id}\\.eml$`));
    const eml = readFileSync(join(dataDir, 'mail', file), 'utf8');
    expect(eml).toContain('From: bank@example.com\r\nTo: ann@example.com\r\nSubject: =?UTF-8?');
    expect(eml).toContain(`Message-ID: <${id}@email.amazonses.com>\r\n`);
    expect(eml.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('forwards mails by SMTP', async () => {
    const mails: string[] = [];
    const taken = new Promise<void>((resolve) => {
      void mailServer(mails, resolve).then(async (server) => {
        servers.push(server);
        await start({ smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` });
        await mailbox.deliver(MAIL);
      });
    });
    await taken;
    expect(mails[0]).toContain('To: ann@example.com');
  });

  test('forwards a mail later if the server refuses it at first', async () => {
    const refusing = await mailServer([], () => {}, '421 busy');
    const { port } = refusing.address() as AddressInfo;
    servers.push(refusing);
    await start({ smtpUrl: `smtp://127.0.0.1:${port}` });
    await mailbox.deliver(MAIL);
    await kernel.timers.advance(1_000);
    await new Promise((resolve) => refusing.close(resolve));
    const mails: string[] = [];
    const accepting = await mailServer(mails, () => {});
    servers.push(accepting);
    await new Promise<void>((resolve) => accepting.close(() => accepting.listen(port, '127.0.0.1', resolve)));
    await kernel.timers.advance(60_000);
    await kernel.inflight.idle();
    expect(mails).toHaveLength(1);
  });
});

test('a mail that a former version of the runtime has not forwarded is sent at its due time', async () => {
  const dataDir = temporaryDirectory();
  directories.push(dataDir);
  const mails: string[] = [];
  const server = await mailServer(mails, () => {});
  servers.push(server);
  const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await start({ dataDir, smtpUrl });
  const nowMs = kernel.clock.now();
  await kernel.stop();
  const eml = Buffer.from('Subject: Left\r\n\r\nDear Ann').toString('hex');
  makeFormer(
    dataDir,
    `DROP TABLE mail_deliveries; CREATE TABLE mail_outgoing (
      id TEXT PRIMARY KEY, sender TEXT NOT NULL, recipients TEXT NOT NULL, eml BLOB NOT NULL, attempts INTEGER NOT NULL
    );
    INSERT INTO mail_outgoing VALUES ('m', 'bank@example.com', '["ann@example.com"]', x'${eml}', 1);
    ${formerTimer('mail-forward', 'm', nowMs + 60_000)}`,
  );
  await start({ dataDir, smtpUrl });
  await kernel.inflight.idle();
  expect(mails).toEqual([]);
  await kernel.timers.advance(60_000);
  await kernel.inflight.idle();
  expect(mails).toEqual([expect.stringContaining('Subject: Left\n\nDear Ann\n')]);
});

describe('SES', () => {
  const request = (path: string, body: unknown): WireRequest => ({
    method: 'POST',
    path,
    search: '',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    scope: 'ses',
  });
  const rest = async (path: string, body: unknown) => {
    for (const protocol of ses.service.protocols)
      if (protocol.kind === 'own' && protocol.claims(request(path, body)))
        return protocol.handle(request(path, body), (action, input) => kernel.as('ses', action, input));
    throw new Error('No protocol claims the request.');
  };

  test('accepts a simple mail over its REST protocol', async () => {
    await start();
    const answer = await rest('/v2/email/outbound-emails', {
      FromEmailAddress: 'bank@example.com',
      Destination: { ToAddresses: ['ann@example.com'], BccAddresses: ['eve@example.com'] },
      Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Dear Ann' } } } },
    });
    expect(answer.status).toBe(200);
    expect(mailbox.list()).toMatchObject([{ to: 'ann@example.com', subject: 'Hello', text: 'Dear Ann' }]);
  });

  test('refuses templates and other actions by name', async () => {
    await start();
    const template = await rest('/v2/email/outbound-emails', { Content: { Template: { TemplateName: 'x' } } });
    expect(template).toMatchObject({
      status: 501,
      headers: { 'x-amzn-errortype': 'UnsupportedOperation' },
      body: expect.stringContaining('Content.Template of ses:SendEmail'),
    });
    expect((await rest('/v2/email/identities', {})).body).toContain('POST /v2/email/identities of ses');
  });

  test('accepts classic and raw mails', async () => {
    await start();
    await kernel.as('ses', 'SendEmail', {
      Source: 'bank@example.com',
      Destination: { ToAddresses: ['ann@example.com'] },
      Message: { Subject: { Data: 'Classic' }, Body: { Html: { Data: '<p>Hi</p>' } } },
    });
    const raw = 'From: bank@example.com\r\nTo: bob@example.com\r\nSubject: Raw\r\n\r\nHi Bob';
    await kernel.as('ses', 'SendRawEmail', { RawMessage: { Data: Buffer.from(raw).toString('base64') } });
    expect(mailbox.list()).toMatchObject([
      { to: 'ann@example.com', subject: 'Classic' },
      { to: 'bob@example.com', subject: 'Raw', text: 'Hi Bob' },
    ]);
  });
});
