import { type Condition, type ContextKeys, compileCondition } from './conditions.ts';
import {
  type PolicyKind,
  type PolicyStatement,
  type PrincipalSelection,
  parsePolicy,
  type Selection,
} from './document.ts';
import { type VariableMatcher, wildcardMatcher, withVariables } from './pattern.ts';

/** Who asks. */
export interface Principal {
  /** ARNs by which policies may name it: for a role the role's, and the session's. Empty for a service. */
  readonly arns: readonly string[];
  readonly accountId: string;
  /** e.g. `events.amazonaws.com`; undefined for a role. */
  readonly service: string | undefined;
}

/** One action on one resource. */
export interface PolicyRequest {
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  /** `*` for an action that has no resource. */
  readonly resource: string;
  readonly principal: Principal;
  readonly keys: ContextKeys;
}

/** How a resource policy names a principal that it matches: itself, or only the account it belongs to. */
export type PrincipalMatch = 'itself' | 'its account' | 'no';

export interface CompiledStatement {
  /** The policy it is of: an inline policy's name, a managed one's ARN, or the protected resource. */
  readonly policy: string;
  /** Its Sid, or its number in the policy, from 1. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly source: PolicyStatement;
  /** Whether action, resource and conditions agree; the principal is asked for apart. */
  applies(request: PolicyRequest): boolean;
  names(principal: Principal): PrincipalMatch;
  /** What in it agrees with a request that it applies to. */
  grantFor(request: PolicyRequest): MatchedGrant;
}

/** The patterns as written; `*` for all but some. */
export interface MatchedGrant {
  readonly action: string;
  readonly resource: string;
  /** Whether no other pattern of the statement agrees as well. */
  readonly alone: boolean;
}

/** Prepares a policy for many requests. Throws PolicySyntaxError. */
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
  /** Whether no other pattern of the selection matches. */
  readonly alone: boolean;
}

const ALL_BUT_SOME: Chosen = { pattern: '*', alone: true };

/** The first pattern that matches; undefined when the selection leaves the text out. */
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
    const root = `arn:aws:iam::${principal.accountId}:root`;
    return aws.includes(root) || aws.includes(principal.accountId) ? 'its account' : 'no';
  };
  if (!except) return match;
  return (principal) => (match(principal) === 'no' ? 'itself' : 'no');
};
