import type { IConstruct } from 'constructs';

/** Context key of the prefix, which a deployment sets for the whole app. */
const PREFIX_KEY = 'prefix';

/**
 * Returns the physical name of a resource: the name after the deployment's prefix and a hyphen, or the name alone
 * without a prefix. Two deployments with different prefixes have no name in common.
 */
export function named(scope: IConstruct, name: string): string {
  const prefix: unknown = scope.node.tryGetContext(PREFIX_KEY);
  return typeof prefix === 'string' ? `${prefix}-${name}` : name;
}
