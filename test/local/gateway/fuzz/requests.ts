import type { Service } from '../../../../local/src/core/service.ts';
import type { InProcessRequest } from '../../../../local/src/gateway/answer-in-process.ts';

/** Prefix of X-Amz-Target, and version of the forms, of services whose protocol is written by hand. */
const SQS = { targetPrefix: 'AmazonSQS', version: '2012-11-05' };

const signed = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;

const post = (service: string, headers: Record<string, string>, body: string): InProcessRequest => ({
  method: 'POST',
  url: '/',
  headers: { host: '127.0.0.1', authorization: signed(service), ...headers },
  body: Buffer.from(body, 'utf8').toString('latin1'),
});

const asJson = (service: string, target: string, input: unknown): InProcessRequest =>
  post(service, { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' }, JSON.stringify(input));

/** The parameters of a form. Names are `a.b` for members, and `a.1` or `a.member.1` for items. */
const parametersOf = (value: unknown, name: string, list: string): readonly [string, string][] => {
  if (Array.isArray(value))
    return value.flatMap((item, index) => parametersOf(item, `${name}${list}.${index + 1}`, list));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, inner]) =>
      parametersOf(inner, name === '' ? member : `${name}.${member}`, list),
    );
  return [[name, String(value)]];
};

const asForm = (service: string, version: string, action: string, input: object): InProcessRequest => {
  const list = service === 'sqs' ? '' : '.member';
  const form = new URLSearchParams([['Action', action], ['Version', version], ...parametersOf(input, '', list)]);
  return post(service, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
};

/** The request in each protocol of the service that this test can write. */
export const requestsFor = (
  { name, protocols }: Service,
  action: string,
  input: object,
): readonly InProcessRequest[] => {
  if (name === 'sqs')
    return [asJson(name, `${SQS.targetPrefix}.${action}`, input), asForm(name, SQS.version, action, input)];
  return protocols.flatMap((protocol) => {
    if (protocol.kind === 'json') return [asJson(name, `${protocol.targetPrefix}.${action}`, input)];
    return protocol.kind === 'query' ? [asForm(protocol.scope, protocol.version, action, input)] : [];
  });
};
