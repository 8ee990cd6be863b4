import { createRequire } from 'node:module';
import type { Kernel } from '../kernel.ts';
import type { OutgoingMail } from './compose.ts';

const TIMER = 'mail-forward';

/** Waits of 1, 2, 4 … 32, 60, 60 … minutes between attempts: 20 attempts within about 15 hours, then it is given up. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
const MAX_ATTEMPTS = 20;
/** Shorter together than the first wait, so that attempts of one mail do not overlap. */
const CONNECTION_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

const waitMs = (attempts: number): number => Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);

export interface Forwarder {
  /** Notes a mail to be sent on; inside a write. */
  add(id: string, mail: OutgoingMail, eml: Buffer): void;
}

/** Sends mails on by SMTP, durably: a mail waits in the store until the server took it. */
export const createForwarder = (kernel: Kernel, smtpUrl: string): Forwarder => {
  const { store, timers, clock, log } = kernel;
  store.define(`CREATE TABLE IF NOT EXISTS mail_outgoing (
    id TEXT PRIMARY KEY, sender TEXT NOT NULL, recipients TEXT NOT NULL, eml BLOB NOT NULL, attempts INTEGER NOT NULL
  )`);
  const { createTransport }: typeof import('nodemailer') = createRequire(import.meta.url)('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });

  const forget = (id: string) =>
    store.write(() => {
      store.prepare('DELETE FROM mail_outgoing WHERE id = ?').run(id);
      timers.clear(TIMER, id);
    });

  const attempt = async (row: Record<string, unknown>, attempts: number): Promise<void> => {
    const id = String(row.id);
    const envelope = { from: String(row.sender), to: JSON.parse(String(row.recipients)) as string[] };
    try {
      await transport.sendMail({ envelope, raw: Buffer.from(row.eml as Uint8Array) });
      await forget(id);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (attempts < MAX_ATTEMPTS) log.warn('A mail could not be sent on and will be tried again.', { id, code });
      else {
        log.error('A mail could not be sent on and is given up; it stays in the mailbox.', { id, code });
        await forget(id);
      }
    }
  };

  timers.handle(TIMER, async ({ id }) => {
    const row = store.prepare('SELECT * FROM mail_outgoing WHERE id = ?').get(id);
    if (!row) return;
    const attempts = Number(row.attempts) + 1;
    await store.write(() => {
      store.prepare('UPDATE mail_outgoing SET attempts = ? WHERE id = ?').run(attempts, id);
      timers.set(TIMER, id, clock.now() + waitMs(attempts));
    });
    void kernel.inflight.track(attempt(row, attempts));
  });

  return {
    add: (id, mail, eml) => {
      const recipients = [...mail.to, ...(mail.cc ?? []), ...(mail.hidden ?? [])];
      store
        .prepare('INSERT INTO mail_outgoing VALUES (?, ?, ?, ?, 0)')
        .run(id, mail.from, JSON.stringify(recipients), eml);
      timers.set(TIMER, id, clock.now());
    },
  };
};
