import { type Condition, type ContextKeys, compileCondition } from './conditions.ts';
import {
  type PolicyKind,
  type PolicyStatement,
  type PrincipalSelection,
  parsePolicy,
  type Selection,
} from './document.ts';
import { type VariableMatcher, wildcardMatcher, withVariables } from './pattern.ts';
import { accountRoot } from './shared-with.ts';

/** The principal of a request. */
export interface Principal {
  /**
   * ARNs that match it in a policy: for a role, those of the role and the session. Empty for a service and for an
   * anonymous caller.
   */
  readonly arns: readonly string[];
  /** Empty for an anonymous caller. */
  readonly accountId: string;
  /** e.g. `events.amazonaws.com`; undefined for a role and for an anonymous caller. */
  readonly service: string | undefined;
}

/** A request for one action on one resource. */
export interface PolicyRequest {
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  /** ARN, or `*` for an action without a resource. */
  readonly resource: string;
  readonly principal: Principal;
  readonly keys: ContextKeys;
}

/** How a resource policy matches a principal: by its own ARN, or by its account. */
type PrincipalMatch = 'itself' | 'its account' | 'no';

export interface CompiledStatement {
  /** Name of the inline policy, ARN of the managed policy, or ARN of the protected resource. */
  readonly policy: string;
  /** Sid, or the statement's position in the policy, from 1. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly source: PolicyStatement;
  /** Whether action, resource and conditions match. `names` checks the principal. */
  applies(request: PolicyRequest): boolean;
  names(principal: Principal): PrincipalMatch;
  /** The patterns that match a request. Call it only if `applies` returned true. */
  grantFor(request: PolicyRequest): MatchedGrant;
}

/** The matching patterns as written; `*` for NotAction and NotResource. */
interface MatchedGrant {
  readonly action: string;
  readonly resource: string;
  /** True if no other pattern of the statement matches. */
  readonly alone: boolean;
}

/** Compiles a policy. Throws PolicySyntaxError. */
export const compilePolicy = (name: string, document: string, kind: PolicyKind): readonly CompiledStatement[] =>
  parsePolicy(document, kind).map((statement, index) => compileStatement(name, statement, index));

const compileStatement = (policy: string, source: PolicyStatement, index: number): CompiledStatement => {
  const action = compileActions(source.actions);
  const resource = compileResources(source.resources);
  const conditions: Condition[] = source.conditions.map(({ operator, key, values }) =>
    compileCondition(operator, key, values),
  );
  return {
    policy,
    id: source.sid ?? String(index + 1),
    effect: source.effect,
    source,
    applies: (request) =>
      action(request.action) !== undefined &&
      resource(request.resource, request.keys) !== undefined &&
      conditions.every((holds) => holds(request.keys)),
    names: compilePrincipals(source.principals),
    grantFor: (request) => {
      const actions = action(request.action);
      const resources = resource(request.resource, request.keys);
      return {
        action: actions?.pattern ?? '*',
        resource: resources?.pattern ?? '*',
        alone: actions?.alone === true && resources?.alone === true,
      };
    },
  };
};

interface Chosen {
  readonly pattern: string;
  /** True if no other pattern of the selection matches. */
  readonly alone: boolean;
}

const ALL_BUT_SOME: Chosen = { pattern: '*', alone: true };

/** The first matching pattern; undefined if none matches. */
const chosen = ({ except, patterns }: Selection, matches: (index: number) => boolean): Chosen | undefined => {
  const found = patterns.findIndex((_, index) => matches(index));
  if (except) return found < 0 ? ALL_BUT_SOME : undefined;
  const pattern = patterns[found];
  if (pattern === undefined) return undefined;
  return { pattern, alone: !patterns.some((_, index) => index > found && matches(index)) };
};

const compileActions = (selection: Selection): ((action: string) => Chosen | undefined) => {
  const matchers = selection.patterns.map((pattern) => wildcardMatcher(pattern.toLowerCase()));
  return (action) => {
    const lower = action.toLowerCase();
    return chosen(selection, (index) => matchers[index]?.(lower) ?? false);
  };
};

const compileResources = (selection: Selection): ((resource: string, keys: ContextKeys) => Chosen | undefined) => {
  const matchers: VariableMatcher[] = selection.patterns.map((pattern) => withVariables(pattern, wildcardMatcher));
  return (resource, keys) => {
    const variable = (key: string) => keys(key.toLowerCase())?.[0];
    return chosen(selection, (index) => matchers[index]?.(resource, variable) ?? false);
  };
};

const compilePrincipals = (selection: PrincipalSelection | undefined): CompiledStatement['names'] => {
  if (!selection) return () => 'itself';
  const { except, aws, services } = selection;
  const match = (principal: Principal): PrincipalMatch => {
    if (principal.service !== undefined) {
      const isNamed = services.includes(principal.service) || services.includes('*');
      return isNamed ? 'itself' : 'no';
    }
    if (aws.includes('*') || principal.arns.some((arn) => aws.includes(arn))) return 'itself';
    const root = accountRoot(principal.accountId);
    return aws.includes(root) || aws.includes(principal.accountId) ? 'its account' : 'no';
  };
  if (!except) return match;
  return (principal) => (match(principal) === 'no' ? 'itself' : 'no');
};
