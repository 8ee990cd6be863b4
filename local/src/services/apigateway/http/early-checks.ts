import type { Home } from '../../../core/aws/arn.ts';
import { earlyProblem } from '../../../core/cloudformation/early-problem.ts';
import type { PropertyCheck } from '../../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../../core/cloudformation/value.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { bodyProblem, withVariables } from '../openapi/body.ts';
import { DocumentProblem } from '../openapi/document.ts';
import { authorizationTypeOf, routeKeyOf } from './actions.ts';
import { defineHttpApi, type HttpPart } from './openapi/define-http-api.ts';
import { integrationProblem } from './read-integration.ts';

export const routeProblem = earlyProblem({ RouteKey: routeKeyOf, AuthorizationType: authorizationTypeOf });

const API_CHECKS = earlyProblem({
  ProtocolType: (input) => only(input, 'ProtocolType', 'HTTP'),
  BasePath: (input) => only(input, 'BasePath', 'ignore'),
});

const partProblem = ({ kind, properties }: HttpPart): { readonly message: string } | undefined => {
  if (kind === 'integration') return integrationProblem(properties);
  return kind === 'route' ? routeProblem({ RouteKey: String(properties.RouteKey) }) : undefined;
};

/** Throws DocumentProblem for the first part of a document that its reader refuses. */
const checkDocument = (document: ValueObject, home: Home): void => {
  // The id of the API does not matter here.
  for (const part of defineHttpApi(withVariables(document, home), 'api').parts) {
    const problem = partProblem(part);
    if (problem) throw new DocumentProblem(part.path, problem.message);
  }
};

/** Checks an API and its OpenAPI document. */
export const apiProblem: PropertyCheck = (properties, home, asset) =>
  API_CHECKS(properties) ?? bodyProblem(properties, asset, (document) => checkDocument(document, home));
