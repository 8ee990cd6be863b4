import type { Issuers } from '../../../core/issuers.ts';
import { flag, type Input, requiredText } from '../parameters.ts';
import type { KnownParts, StoredPart } from './known-parts.ts';
import type { RestPart } from './openapi/define-rest-api.ts';
import { readAuthorizer } from './read-authorizer.ts';
import { readGatewayResponse } from './read-gateway-response.ts';
import { readMethod } from './read-method.ts';
import { readModel } from './read-model.ts';

/** What the readers of parts use. */
export interface PartTools {
  readonly known: KnownParts;
  readonly issuers: Issuers;
  /** The address of this runtime, which no integration may call. */
  readonly endpoint: string;
}

/** Read the properties of a template's resource. They throw BadRequestException. */
export const PART_READERS: { readonly [K in RestPart['kind']]: (input: Input, tools: PartTools) => StoredPart } = {
  model: (input) => ({ kind: 'model', definition: readModel(input) }),
  validator: (input) => ({
    kind: 'validator',
    definition: {
      id: requiredText(input, 'Id'),
      apiId: requiredText(input, 'RestApiId'),
      body: flag(input, 'ValidateRequestBody'),
      parameters: flag(input, 'ValidateRequestParameters'),
    },
  }),
  authorizer: (input, { issuers }) => ({ kind: 'authorizer', definition: readAuthorizer(input, issuers) }),
  gatewayResponse: (input) => ({ kind: 'gatewayResponse', definition: readGatewayResponse(input) }),
  resource: (input) => ({
    kind: 'resource',
    definition: {
      id: requiredText(input, 'Id'),
      apiId: requiredText(input, 'RestApiId'),
      parentId: requiredText(input, 'ParentId'),
      pathPart: requiredText(input, 'PathPart'),
    },
  }),
  method: (input, { known, endpoint }) => ({ kind: 'method', definition: readMethod(input, known, endpoint) }),
};
