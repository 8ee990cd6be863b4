import type { AwsError } from '../aws/aws-error.ts';
import type { WireResponse } from '../service.ts';
import { memberOf, membersOf, type QueryFormat, type QueryMembers } from './query-format.ts';
import { element, escapeXml } from './xml.ts';

type MapMember = Extract<QueryMembers[string], { kind: 'map' }>;

/** Encodes values as XML; omits undefined and null. */
const writer = (members: QueryMembers) => {
  const list = (name: string, items: readonly unknown[]): string =>
    items.map((item) => optionalElement(name, item)).join('');

  const map = (name: string, value: object, { flattenedAs, key = 'key', value: item = 'value' }: MapMember): string => {
    const entries = Object.entries(value)
      .map(([each, inner]) =>
        element(flattenedAs ?? 'entry', element(key, escapeXml(each)) + optionalElement(item, inner)),
      )
      .join('');
    return flattenedAs === undefined ? element(name, entries) : entries;
  };

  const member = (name: string, value: unknown): string => {
    const known = memberOf(members, name);
    if (known?.kind === 'list' && Array.isArray(value)) return list(known.flattenedAs, value);
    if (known?.kind === 'map' && typeof value === 'object' && value !== null) return map(name, value, known);
    return optionalElement(name, value);
  };

  const content = (value: unknown): string => {
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return list('member', value);
    if (typeof value !== 'object' || value === null) return escapeXml(String(value));
    return Object.entries(value)
      .map(([name, each]) => member(name, each))
      .join('');
  };

  const optionalElement = (name: string, value: unknown): string =>
    value === undefined || value === null ? '' : element(name, content(value));

  return content;
};

const document = (
  status: number,
  root: string,
  content: string,
  { namespace, declaration = '' }: QueryFormat,
): WireResponse => {
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `${declaration}<${root}${attribute}>${content}</${root}>`,
  };
};

/** Response to a successful action. */
export const queryAnswer = (action: string, output: unknown, format: QueryFormat, requestId: string): WireResponse => {
  const content = writer(membersOf(format, action))(output ?? {});
  const result = content === '' && format.omitsEmptyResult ? '' : element(`${action}Result`, content);
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  return document(200, `${action}Response`, result + metadata, format);
};

export const queryError = (error: AwsError, format: QueryFormat, requestId: string): WireResponse => {
  const type = element('Type', error.statusCode < 500 ? 'Sender' : 'Receiver');
  const code = element('Code', escapeXml(error.code));
  const message = element('Message', escapeXml(error.message));
  const content = element('Error', type + code + message + (format.errorDetail ?? ''));
  return document(error.statusCode, 'ErrorResponse', content + element('RequestId', requestId), format);
};
