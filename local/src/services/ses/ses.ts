import type { Kernel } from '../../core/kernel.ts';
import type { Mailbox } from '../../core/mail/mailbox.ts';
import type { ServiceModule } from '../../core/service.ts';
import { readClassicMail, readClassicRawMail, readMail } from './input.ts';
import { sesRest } from './rest.ts';

const REFUSED = [
  'SendBulkEmail',
  'SendBulkTemplatedEmail',
  'SendCustomVerificationEmail',
  'SendTemplatedEmail',
  'CreateEmailIdentity',
  'CreateEmailTemplate',
  'VerifyEmailIdentity',
  'VerifyDomainIdentity',
] as const;

/**
 * SES. Mails are delivered to the local mailbox; all senders count as verified. SendEmail accepts the input of the v2
 * API and that of the classic API, which has a member `Message`.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const createSes = (_kernel: Kernel, mail: Mailbox): ServiceModule => ({
  service: {
    name: 'ses',
    actions: {
      SendEmail: async (input) => ({
        MessageId: await mail.deliver(input.Message === undefined ? readMail(input) : readClassicMail(input)),
      }),
      SendRawEmail: async (input) => ({ MessageId: await mail.deliver(readClassicRawMail(input)) }),
    },
    refused: REFUSED,
    protocols: [
      { kind: 'query', scope: 'ses', version: '2010-12-01', namespace: 'http://ses.amazonaws.com/doc/2010-12-01/' },
      sesRest,
    ],
  },
});
