import { createRequire } from 'node:module';
import { Deliveries } from '../delivery/deliveries.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { type FormerTable, takeOver } from '../delivery/former-table.ts';
import type { RetryPolicy } from '../delivery/retry-policy.ts';
import type { Kernel } from '../kernel.ts';
import type { OutgoingMail } from './compose.ts';

const OWNER = 'mail';
const SERVER = 'smtp';

/**
 * Waits of 1, 2, 4 … 32, 60, 60 … minutes between the attempts: 20 attempts within about 15 hours. After that the mail
 * is given up.
 */
const POLICY: RetryPolicy = { phases: [{ retries: 19, firstMs: 60_000, longestMs: 60 * 60_000 }] };
/** Each attempt opens its own connection, and mail servers refuse clients with many connections. */
const LIMITS = { atOnce: 16, perTarget: 16 };
const CONNECTION_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * The SMTP envelope. The delivery's body is the message (RFC 5322) as hexadecimal digits, because the message need not
 * be UTF-8.
 */
interface ForwardFacts {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
}

type ForwardedMail = Delivery<ForwardFacts>;

export interface Forwarder {
  /** Stores a mail that will be forwarded. Call it inside `store.write`. */
  add(id: string, mail: OutgoingMail, eml: Buffer): ForwardedMail;
  /** Forwards stored mails; call it after the commit. */
  begin(mails: readonly ForwardedMail[]): void;
}

const FORMER_TABLE: FormerTable = {
  table: 'mail_outgoing',
  column: 'eml',
  timers: ['mail-forward'],
  rows: `SELECT '${SERVER}', json_object('id', former.id, 'from', sender, 'to', json(recipients)), hex(eml), 0,
    attempts, 0, timers.due_ms
    FROM former LEFT JOIN timers ON timers.owner = 'mail-forward' AND timers.id = former.id
    ORDER BY former.rowid`,
};

/** Forwards mails by SMTP. A mail stays in the store until the mail server has accepted it. */
export const createForwarder = (kernel: Kernel, smtpUrl: string): Forwarder => {
  const { log } = kernel;
  const { createTransport }: typeof import('nodemailer') = createRequire(import.meta.url)('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  takeOver(kernel.store, OWNER, FORMER_TABLE);
  const deliveries = new Deliveries<ForwardFacts>(kernel, {
    name: OWNER,
    limits: LIMITS,
    attempt: async ({ facts: { from, to }, body }) => {
      await transport.sendMail({ envelope: { from, to: [...to] }, raw: Buffer.from(body, 'hex') });
      return [];
    },
    kindOf: () => 'retriable',
    policyOf: () => POLICY,
    postponed: ({ facts: { id } }, error) =>
      log.warn('A mail could not be forwarded and will be retried.', { id, code: codeOf(error) }),
    givenUp: ({ facts: { id } }, { error }) => {
      const fields = { id, code: codeOf(error) };
      log.error('A mail could not be forwarded and is given up; it stays in the mailbox.', fields);
      return [];
    },
  });
  return {
    add: (id, mail, eml) =>
      deliveries.add({
        target: SERVER,
        facts: { id, from: mail.from, to: [...mail.to, ...(mail.cc ?? []), ...(mail.hidden ?? [])] },
        body: eml.toString('hex'),
        sinceMs: kernel.clock.now(),
      }),
    begin: (mails) => deliveries.begin(mails),
  };
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
