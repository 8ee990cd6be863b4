import { daily } from '../clock/daily.ts';
import type { Kernel } from '../kernel.ts';
import { compose, type OutgoingMail, removeFilesBefore, writeFileOf } from './compose.ts';
import { createForwarder } from './forwarder.ts';

/** A mail as the control API returns it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** ISO 8601, from the runtime's clock. */
  readonly sentAt: string;
}

/** The local mailbox. It receives every mail of the runtime, and forwards it if SMTP_URL is set. */
export interface Mailbox {
  /**
   * Stores a mail; resolves with its id once it is durable. Forwarding by SMTP happens later, with retries. If the
   * mailbox already has a mail with this `id`, the mail is a repeated delivery and is not stored again.
   */
  deliver(mail: OutgoingMail, id?: string): Promise<string>;
  /** All mails, oldest first. */
  list(): Mail[];
}

const KEPT_MS = 90 * 86_400_000;

/** Removes mails and their files 90 days after they were sent. */
const removeOldMail = (kernel: Kernel): void =>
  daily(kernel, 'mail-retention', async () => {
    const { store, clock, dataDir } = kernel;
    const untilMs = clock.now() - KEPT_MS;
    await store.write(() => store.prepare('DELETE FROM mail_messages WHERE sent_ms < ?').run(untilMs));
    if (dataDir !== undefined) await removeFilesBefore(dataDir, untilMs);
  });

/** A mail to store, with the content of its file if the mailbox writes files. */
interface Composed {
  readonly id: string;
  readonly mail: OutgoingMail;
  readonly sentMs: number;
  readonly eml: Buffer | undefined;
}

/**
 * Creates the mailbox. Each mail is a row and, with a data directory, an `.eml` file below `mail/`. With `smtpUrl` (default:
 * SMTP_URL, e.g. `smtp://user:password@host:587`) mails are forwarded as well.
 */
export const createMail = (kernel: Kernel, smtpUrl: string | undefined = process.env.SMTP_URL): Mailbox => {
  const { store } = kernel;
  store.define(`CREATE TABLE IF NOT EXISTS mail_messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, recipients TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, sent_ms INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS mail_messages_by_time ON mail_messages (sent_ms)`);
  removeOldMail(kernel);
  const forwarder = smtpUrl ? createForwarder(kernel, smtpUrl) : undefined;
  const add = async ({ id, mail, sentMs, eml }: Composed): Promise<void> => {
    const forwarded = await store.write(() => {
      store
        .prepare('INSERT INTO mail_messages (id, recipients, subject, text, sent_ms) VALUES (?, ?, ?, ?, ?)')
        .run(id, mail.to.join(', '), mail.subject, mail.text, sentMs);
      return eml && forwarder?.add(id, mail, eml);
    });
    kernel.meter.add('mail', 'e-mails', mail.to.length);
    if (forwarded) forwarder?.begin([forwarded]);
  };
  return {
    deliver: async (mail, id = kernel.ids.uuid()) => {
      const earlierMs = store.prepare('SELECT sent_ms FROM mail_messages WHERE id = ?').get(id)?.sent_ms;
      const sentMs = Number(earlierMs ?? kernel.clock.now());
      const eml = kernel.dataDir || forwarder ? await compose(mail, id, sentMs) : undefined;
      if (earlierMs === undefined) await add({ id, mail, sentMs, eml });
      if (eml && kernel.dataDir) await writeFileOf(kernel.dataDir, id, sentMs, eml);
      return id;
    },
    list: () =>
      store
        .prepare('SELECT recipients, subject, text, sent_ms FROM mail_messages ORDER BY position')
        .all()
        .map(({ recipients, subject, text, sent_ms: sentMs }) => ({
          to: String(recipients),
          subject: String(subject),
          text: String(text),
          sentAt: new Date(Number(sentMs)).toISOString(),
        })),
  };
};
