import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type MailComposerClass from 'nodemailer/lib/mail-composer';

export interface OutgoingMail {
  readonly from: string;
  /** Everybody who gets it; those in `hidden` are in no header. */
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly hidden?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** A complete message as its sender wrote it; the other members are then only for the mailbox. */
  readonly raw?: Uint8Array;
}

const require = createRequire(import.meta.url);

/** Loaded with the first mail; required, as its form to be imported loads Node's HTTP clients: 40 ms at every start. */
const composerOf = (mail: ConstructorParameters<typeof MailComposerClass>[0]): MailComposerClass => {
  const MailComposer: typeof MailComposerClass = require('nodemailer/lib/mail-composer');
  return new MailComposer(mail);
};

/** The mail as an Internet message (RFC 5322, CRLF line ends). */
export const compose = async (mail: OutgoingMail, id: string, sentMs: number): Promise<Buffer> => {
  if (mail.raw) return Buffer.from(mail.raw);
  const composer = composerOf({
    from: mail.from,
    to: [...mail.to],
    ...(mail.cc && { cc: [...mail.cc] }),
    ...(mail.replyTo && { replyTo: [...mail.replyTo] }),
    ...(mail.html !== undefined && { html: mail.html }),
    subject: mail.subject,
    text: mail.text,
    date: new Date(sentMs),
    messageId: `<${id}@email.amazonses.com>`,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return composer.compile().build();
};

/** Puts a mail into `mail/` of the data directory; files sort by time. */
export const writeFileOf = async (dataDir: string, id: string, sentMs: number, eml: Buffer): Promise<void> => {
  const folder = join(dataDir, 'mail');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const time = new Date(sentMs).toISOString().replaceAll(':', '-');
  await writeFile(join(folder, `${time}-${id}.eml`), eml, { mode: 0o600 });
};
