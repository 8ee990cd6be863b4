import { badRequest, unsupported } from '../../core/aws/aws-error.ts';
import type { OutgoingMail } from '../../core/mail/compose.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';

type Input = Readonly<Record<string, unknown>>;

const part = (value: unknown, name: string): Input => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  throw badRequest(`${name} is required.`);
};

const addresses = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOfAny) : []);

const refuse = (input: Input, names: readonly string[]): void => {
  for (const name of names) if (input[name] !== undefined) throw unsupported(`${name} of ses:SendEmail`);
};

const destination = (value: unknown): Pick<OutgoingMail, 'to' | 'cc' | 'hidden'> => {
  const given = part(value, 'Destination');
  const to = addresses(given.ToAddresses);
  const cc = addresses(given.CcAddresses);
  const hidden = addresses(given.BccAddresses);
  if (to.length + cc.length + hidden.length === 0) throw badRequest('Destination must have at least one recipient.');
  return { to, cc, hidden };
};

const dataOf = (value: unknown): string | undefined => {
  const data = (value as { Data?: unknown } | undefined)?.Data;
  return typeof data === 'string' ? data : undefined;
};

const content = (message: Input): Pick<OutgoingMail, 'subject' | 'text' | 'html'> => {
  const body = part(message.Body, 'Body');
  const html = dataOf(body.Html);
  const text = dataOf(body.Text) ?? '';
  if (html === undefined && text === '') throw badRequest('Body must have a Text or Html part that is not empty.');
  return { subject: dataOf(message.Subject) ?? '', text, ...(html !== undefined && { html }) };
};

const bytes = (data: unknown): Buffer => {
  if (data instanceof Uint8Array) return Buffer.from(data);
  if (typeof data === 'string') return Buffer.from(data, 'base64');
  throw badRequest('Raw.Data is required.');
};

const headerOf = (head: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(head)?.[1]?.replace(/\r?\n[ \t]+/g, ' ') ?? '';

const split = (list: string): string[] =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

const rawMail = (data: unknown, from: unknown, to: readonly string[]): OutgoingMail => {
  const raw = bytes(data);
  const [head = '', ...rest] = raw.toString('utf8').split(/\r?\n\r?\n/);
  return {
    from: typeof from === 'string' ? from : headerOf(head, 'From'),
    to: to.length > 0 ? to : split(headerOf(head, 'To')),
    subject: headerOf(head, 'Subject'),
    text: rest.join('\n\n'),
    raw,
  };
};

/**
 * Reads the input of SendEmail of the v2 API, with simple or raw content. Throws UnsupportedOperation for templates.
 */
export const readMail = (input: Input): OutgoingMail => {
  refuse(input, ['ListManagementOptions', 'EndpointId']);
  const { Simple: simple, Raw: raw, Template: template } = part(input.Content, 'Content');
  if (template !== undefined) throw unsupported('Content.Template of ses:SendEmail');
  const from = input.FromEmailAddress;
  if (raw !== undefined) {
    const to = input.Destination === undefined ? [] : Object.values(destination(input.Destination)).flat();
    return rawMail(part(raw, 'Raw').Data, from, to);
  }
  if (typeof from !== 'string' || from === '') throw badRequest('FromEmailAddress is required.');
  const message = part(simple, 'Content.Simple');
  refuse(message, ['Attachments', 'Headers']);
  return {
    from,
    ...destination(input.Destination),
    replyTo: addresses(input.ReplyToAddresses),
    ...content(message),
  };
};

/** Reads the input of SendEmail of the classic API. */
export const readClassicMail = (input: Input): OutgoingMail => {
  if (typeof input.Source !== 'string' || input.Source === '') throw badRequest('Source is required.');
  return {
    from: input.Source,
    ...destination(input.Destination),
    replyTo: addresses(input.ReplyToAddresses),
    ...content(part(input.Message, 'Message')),
  };
};

/** Reads the input of SendRawEmail of the classic API. */
export const readClassicRawMail = (input: Input): OutgoingMail =>
  rawMail(part(input.RawMessage, 'RawMessage').Data, input.Source, addresses(input.Destinations));
