import type { ResourceType } from '../../core/cloudformation/resource-type.ts';
import { findReferences } from '../evaluate/references.ts';
import type { ResourceDeclaration } from '../evaluate/template.ts';

/** The resources of a stack with their dependencies. */
interface Declared {
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
  holds(condition: string): boolean;
  typeOf(declared: ResourceDeclaration): ResourceType;
}

/**
 * The functions that exist only to carry out custom resources which this runtime handles itself, and their layers. They are never
 * invoked here, so they need not run; some cannot, because the CDK writes them in Python. A function that another running
 * resource uses too, except a log group, is no such function.
 */
export const providersIn = ({ resources, needs, holds, typeOf }: Declared): ReadonlySet<string> => {
  const all = [...resources.values()];
  const isKnownCustom = (declared: ResourceDeclaration): boolean =>
    declared.type.startsWith('Custom::') && ['runs', 'not run'].includes(typeOf(declared).kind);
  // Whether a resource can refer to a function that is not run.
  const isHarmless = (user: ResourceDeclaration): boolean =>
    user.type === 'AWS::Logs::LogGroup' || typeOf(user).kind === 'not run';
  const custom = all.filter(isKnownCustom);
  const isUnused = (id: string, isOwnUser: (user: ResourceDeclaration) => boolean): boolean =>
    all.every((user) => needs.get(user.logicalId)?.has(id) !== true || isOwnUser(user) || isHarmless(user));
  const tokens = custom.flatMap(({ properties }) => findReferences(properties.ServiceToken ?? null, holds).references);
  const functions = new Set(
    tokens
      .map(({ name }) => name)
      .filter((id) => resources.get(id)?.type === 'AWS::Lambda::Function' && isUnused(id, isKnownCustom)),
  );
  const layers = all
    .filter(({ type }) => type === 'AWS::Lambda::LayerVersion')
    .map(({ logicalId }) => logicalId)
    .filter((id) => [...functions].some((user) => needs.get(user)?.has(id) === true))
    .filter((id) => isUnused(id, ({ logicalId }) => functions.has(logicalId)));
  return new Set([...functions, ...layers]);
};
