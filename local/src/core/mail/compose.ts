import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type MailComposerClass from 'nodemailer/lib/mail-composer';

export interface OutgoingMail {
  readonly from: string;
  /** All recipients; those in `hidden` appear in no header. */
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly hidden?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** A complete raw message. The other members then only describe it in the mailbox. */
  readonly raw?: Uint8Array;
}

const require = createRequire(import.meta.url);

/** nodemailer, loaded with the first mail. `require` avoids its ES module, which loads Node's HTTP clients (40 ms). */
const composerOf = (mail: ConstructorParameters<typeof MailComposerClass>[0]): MailComposerClass => {
  const MailComposer: typeof MailComposerClass = require('nodemailer/lib/mail-composer');
  return new MailComposer(mail);
};

/** Composes an Internet message (RFC 5322, CRLF line ends). */
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

/** Writes a mail to `mail/` in the data directory; file names sort by time. */
export const writeFileOf = async (dataDir: string, id: string, sentMs: number, eml: Buffer): Promise<void> => {
  const folder = join(dataDir, 'mail');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const time = new Date(sentMs).toISOString().replaceAll(':', '-');
  await writeFile(join(folder, `${time}-${id}.eml`), eml, { mode: 0o600 });
};
