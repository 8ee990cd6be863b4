import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
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

const folderOf = (dataDir: string): string => join(dataDir, 'mail');
/** The beginning of a file name: ISO 8601 with a hyphen for each colon. */
const timeText = (ms: number): string => new Date(ms).toISOString().replaceAll(':', '-');

/** Removes the files of mails that were sent before this time, in epoch milliseconds. */
export const removeFilesBefore = async (dataDir: string, ms: number): Promise<void> => {
  if (!existsSync(folderOf(dataDir))) return;
  const limit = timeText(ms);
  for (const name of await readdir(folderOf(dataDir))) if (name < limit) await rm(join(folderOf(dataDir), name));
};

/** Writes a mail to `mail/` in the data directory; file names sort by time. */
export const writeFileOf = async (dataDir: string, id: string, sentMs: number, eml: Buffer): Promise<void> => {
  const folder = folderOf(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, `${timeText(sentMs)}-${id}.eml`), eml, { mode: 0o600 });
};
