import { validationError } from '../../core/aws/aws-error.ts';
import { isVersion, readStateMachineArn } from './arns.ts';
import { resourceNotFound } from './errors.ts';
import type { Input } from './parameters.ts';
import { objectOr } from './payload.ts';
import type { Route } from './store/aliases.ts';
import type { Tables } from './store/tables.ts';

/**
 * Reads the routes of an alias: one or two versions of the same state machine, whose weights add up to 100. Throws
 * ValidationException.
 */
export const readRoutes = (tables: Tables, { routingConfiguration }: Input): Route[] => {
  if (!Array.isArray(routingConfiguration) || routingConfiguration.length < 1 || routingConfiguration.length > 2)
    throw validationError('Routing configuration must contain one or two state machine versions.');
  const routes = routingConfiguration.map((each) => readRoute(objectOr(each)));
  const stateMachines = new Set(
    routes.map(({ stateMachineVersionArn: arn }) => readStateMachineArn(arn).stateMachineArn),
  );
  const versions = new Set(routes.map(({ stateMachineVersionArn: arn }) => arn));
  if (stateMachines.size !== 1)
    throw validationError('Routing configuration must point to versions of one state machine.');
  if (versions.size !== routes.length) throw validationError('Routing configuration must not name a version twice.');
  if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100)
    throw validationError('The weights of the routing configuration must add up to 100.');
  for (const { stateMachineVersionArn: arn } of routes) if (!tables.versions.byArn(arn)) throw resourceNotFound(arn);
  return routes;
};

const readRoute = ({ stateMachineVersionArn, weight }: Record<string, unknown>): Route => {
  const arn = typeof stateMachineVersionArn === 'string' ? stateMachineVersionArn : '';
  if (!isVersion(readStateMachineArn(arn).qualifier ?? ''))
    throw validationError('Routing configuration must contain state machine version ARNs.');
  if (typeof weight !== 'number' || !Number.isInteger(weight) || weight < 0 || weight > 100)
    throw validationError('A weight of the routing configuration must be an integer from 0 to 100.');
  return { stateMachineVersionArn: arn, weight };
};
