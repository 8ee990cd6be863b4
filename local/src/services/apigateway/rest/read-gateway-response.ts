import { badRequest } from '../../../core/aws/aws-error.ts';
import { invalidMapping } from '../errors.ts';
import { type Input, optionalMap, optionalNumber, requiredText } from '../parameters.ts';
import { RESPONSE_TYPES, type ResponseType } from './answer.ts';
import type { GatewayResponse } from './definitions.ts';
import { isSource } from './request-mapping.ts';

/** Reads a gateway response. Throws BadRequestException. */
export const readGatewayResponse = (input: Input): GatewayResponse => {
  const apiId = requiredText(input, 'RestApiId');
  return {
    id: `${apiId}/${responseTypeOf(input)}`,
    apiId,
    status: statusOf(input),
    headers: headersOf(input),
    templates: templatesOf(input),
  };
};

/** Throws BadRequestException. */
export const responseTypeOf = (input: Input): ResponseType => {
  const given = requiredText(input, 'ResponseType');
  const known = RESPONSE_TYPES.find((each) => each === given);
  if (known) return known;
  throw badRequest(`ResponseType ${given} is not one of ${RESPONSE_TYPES.join(', ')}`);
};

/** Throws BadRequestException. */
export const statusOf = (input: Input): number | undefined => {
  const status = optionalNumber(input, 'StatusCode');
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    throw badRequest(`StatusCode ${status} must be a status from 200 to 599`);
  return status;
};

const HEADER = /^gatewayresponse\.header\.([\w-]+)$/;

/** The sources of headers' values. Throws BadRequestException. */
export const headersOf = (input: Input): GatewayResponse['headers'] => {
  const parameters = Object.entries(optionalMap(input, 'ResponseParameters') ?? {});
  return Object.fromEntries(
    parameters.map(([target, source]) => {
      const [, name] = HEADER.exec(target) ?? [];
      if (name === undefined) throw badRequest(invalidMapping(target));
      if (!isSource(source)) throw badRequest(invalidMapping(source));
      return [name.toLowerCase(), source];
    }),
  );
};

/** Variables of AWS's templates that have no value in this runtime. */
const UNSUPPORTED = ['$context.error.validationErrorString', '$input'];

/** Throws BadRequestException for a template with a variable that is not supported locally. */
export const templatesOf = (input: Input): GatewayResponse['templates'] => {
  const templates = optionalMap(input, 'ResponseTemplates') ?? {};
  for (const template of Object.values(templates)) {
    const variable = UNSUPPORTED.find((each) => template.includes(each));
    if (variable !== undefined) throw badRequest(`${variable} in a gateway response is not supported locally`);
  }
  return templates;
};
