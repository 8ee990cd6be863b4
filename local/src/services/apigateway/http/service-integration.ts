import { AwsError, CannotAssumeError, internalFailure } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { withCauses } from '../../../core/log.ts';
import { jsonWriter } from '../../../core/protocols/json.ts';
import type { WireRequest, WireResponse } from '../../../core/service.ts';
import { callerOf } from '../caller.ts';
import { INTERNAL_ERROR, ownAnswer } from './answer.ts';
import type { ServiceIntegration } from './definitions.ts';
import { type MappingValues, mappedValue, parseMapping } from './parameter-mapping.ts';
import { formed, SUBTYPES } from './service-subtypes.ts';

const BAD_REQUEST = ownAnswer(400, 'Bad Request');

type Outcome = { readonly answer: unknown } | { readonly error: AwsError };

/**
 * Calls the action of an integration with the mapped parameters and returns the service's response: XML for SQS, JSON
 * for the others. A parameter without a value gives status 400, a role that API Gateway may not assume status 500. Never
 * rejects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export const callService = async (
  kernel: Kernel,
  { subtype: name, roleArn, parameters }: ServiceIntegration,
  { values, executeApiResource }: { readonly values: MappingValues; readonly executeApiResource: string },
): Promise<WireResponse> => {
  const subtype = SUBTYPES.get(name);
  if (!subtype) return INTERNAL_ERROR;
  const { service, action } = subtype;
  const given = Object.entries(parameters).map(([parameter, text]) => {
    const mapping = parseMapping(text);
    const value = mapping && mappedValue(mapping, values);
    const form = subtype.parameters[parameter]?.form ?? 'text';
    return [parameter, value === undefined ? undefined : formed(value, form)] as const;
  });
  const missing = given.filter(([, value]) => value === undefined).map(([parameter]) => parameter);
  if (missing.length > 0) {
    kernel.log.warn('A request has no value for parameters of its integration.', { parameters: missing.join(', ') });
    return BAD_REQUEST;
  }
  const { Region: _, ...input } = Object.fromEntries(given);
  const caller = callerOf(kernel.home, roleArn, executeApiResource);
  const outcome = await performed(kernel, () =>
    kernel.services.callByName(service, action, subtype.inputOf(input), caller),
  );
  if ('error' in outcome && outcome.error instanceof CannotAssumeError) return INTERNAL_ERROR;
  return written(kernel, { service, action }, outcome);
};

const performed = async (kernel: Kernel, call: () => Promise<unknown>): Promise<Outcome> => {
  try {
    return { answer: await call() };
  } catch (error) {
    if (error instanceof AwsError) return { error };
    kernel.log.error('A call of API Gateway failed inside the runtime.', { error: withCauses(error) });
    return { error: internalFailure(error) };
  }
};

/** The request with which API Gateway calls SQS, for the encoding of the response. */
const formRequest = (action: string): WireRequest => ({
  method: 'POST',
  path: '/',
  search: '',
  query: new URLSearchParams(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(`Action=${action}&Version=2012-11-05`),
  scope: 'sqs',
});

/** Encodes the outcome of a call in the protocol with which API Gateway calls the service: JSON, or forms for SQS. */
const written = async (
  { services }: Kernel,
  { service, action }: { readonly service: string; readonly action: string },
  outcome: Outcome,
): Promise<WireResponse> => {
  const { protocols = [] } = [...services.all()].find(({ name }) => name === service) ?? {};
  const form = formRequest(action);
  for (const protocol of protocols) {
    if (protocol.kind === 'json') {
      const writer = protocol.writer ?? jsonWriter(protocol.version);
      return 'error' in outcome ? writer.error(outcome.error) : writer.answer(outcome.answer);
    }
    if (protocol.kind !== 'own' || !protocol.claims(form)) continue;
    return protocol.handle(form, async () => {
      if ('error' in outcome) throw outcome.error;
      return outcome.answer;
    });
  }
  return INTERNAL_ERROR;
};
