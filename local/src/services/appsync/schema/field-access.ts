import { type DirectiveNode, type GraphQLObjectType, type GraphQLSchema, valueFromASTUntyped } from 'graphql';
import type { Session } from '../authorization/session.ts';
import type { Mode, ModeType } from '../definitions.ts';

/** A mode that a directive allows. `groups`: only users in one of them; undefined allows all. */
interface Rule {
  readonly mode: ModeType | 'OPENID_CONNECT';
  readonly groups: readonly string[] | undefined;
}

const MODES: { readonly [directive: string]: Rule['mode'] | undefined } = {
  aws_api_key: 'API_KEY',
  aws_iam: 'AWS_IAM',
  aws_lambda: 'AWS_LAMBDA',
  aws_oidc: 'OPENID_CONNECT',
  aws_cognito_user_pools: 'AMAZON_COGNITO_USER_POOLS',
  aws_auth: 'AMAZON_COGNITO_USER_POOLS',
};

/** A field of an object type. */
export interface Field {
  readonly type: GraphQLObjectType;
  readonly name: string;
}

/**
 * Returns whether a request may read a field. `modes` are those of the API. The directives of a field decide; if it has none,
 * those of its type; if neither has one, only the default mode has access, and with the default action DENY no user may
 * call the operation. AppSync ignores @aws_auth in an API with other modes than a single user pool.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export const fieldAccess = (
  schema: GraphQLSchema,
  modes: readonly Mode[],
  session: Session,
): ((field: Field, hasResolver: boolean) => boolean) => {
  const isDefault = session.mode === modes[0];
  const isDenied = session.mode.type === 'AMAZON_COGNITO_USER_POOLS' && session.mode.defaultAction === 'DENY';
  const ignored = modes.length === 1 ? [] : ['aws_auth'];
  const known = new Map<string, boolean>();
  const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

  const isListed = ({ type, name }: Field, isOperation: boolean): boolean => {
    const own = rulesOf(type.getFields()[name], ignored);
    const rules = own.length > 0 ? own : rulesOf(type, ignored);
    if (rules.length === 0) return isDefault && !(isDenied && isOperation);
    return rules.some(({ mode, groups }) => mode === session.mode.type && isMember(session, groups));
  };
  return (field, hasResolver) => {
    const name = `${field.type.name}.${field.name}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const isOperation = operations.includes(field.type);
    const place = { type: field.type.name, field: field.name, isResolved: isOperation || hasResolver };
    const isAllowed = isListed(field, isOperation) && session.allows(place);
    known.set(name, isAllowed);
    return isAllowed;
  };
};

const isMember = (session: Session, groups: readonly string[] | undefined): boolean =>
  groups === undefined || groups.some((group) => session.groups.includes(group));

interface WithDirectives {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** A field or an object type, with its definitions in the schema. */
interface Defined {
  readonly astNode?: WithDirectives | null | undefined;
  readonly extensionASTNodes?: readonly WithDirectives[];
}

const rulesOf = (defined: Defined | undefined, ignored: readonly string[]): readonly Rule[] =>
  [defined?.astNode, ...(defined?.extensionASTNodes ?? [])]
    .flatMap((node) => node?.directives ?? [])
    .flatMap((directive) => {
      const mode = MODES[directive.name.value];
      const isIgnored = ignored.includes(directive.name.value);
      return mode === undefined || isIgnored ? [] : [{ mode, groups: groupsOf(directive) }];
    });

const groupsOf = ({ arguments: given = [] }: DirectiveNode): readonly string[] | undefined => {
  const value = given.find(({ name }) => name.value === 'cognito_groups')?.value;
  const groups: unknown = value && valueFromASTUntyped(value);
  if (groups === undefined || groups === null) return undefined;
  return (Array.isArray(groups) ? groups : [groups]).map(String);
};
