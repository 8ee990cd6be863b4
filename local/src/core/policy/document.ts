import { refuseLargeJson } from '../protocols/body-scan.ts';
import { isConditionOperator } from './conditions.ts';

/** Thrown for an invalid policy document, with AWS's message. */
export class PolicySyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicySyntaxError';
  }
}

/**
 * Kind of a policy: of a role (`identity`), of the resource it protects (`resource`), or of who may assume a role (`trust`).
 */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** Patterns, or everything except them (`NotAction`, `NotResource`, `NotPrincipal`). */
export interface Selection {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

export interface PrincipalSelection {
  readonly except: boolean;
  /** ARNs, account ids, or `*`. */
  readonly aws: readonly string[];
  /** e.g. `events.amazonaws.com`, or `*`. */
  readonly services: readonly string[];
}

interface ConditionEntry {
  /** As written, e.g. `ForAllValues:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: PrincipalSelection | undefined;
  readonly actions: Selection;
  readonly resources: Selection;
  readonly conditions: readonly ConditionEntry[];
}

type Members = { readonly [name: string]: unknown };

const MEMBERS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const EVERYTHING: Selection = { except: false, patterns: ['*'] };

/**
 * Parses a policy document. Throws PolicySyntaxError.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parsePolicy = (text: string, kind: PolicyKind): readonly PolicyStatement[] => {
  const document = members(parseJson(text));
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') throw syntaxError();
  for (const name of Object.keys(document)) if (!['Version', 'Id', 'Statement'].includes(name)) throw syntaxError();
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.map((statement) => readStatement(members(statement), kind));
};

/** What is wrong with a resource policy, in AWS's words; undefined if it is valid. */
export const faultOfResourcePolicy = (text: string): string | undefined => {
  try {
    parsePolicy(text, 'resource');
    return undefined;
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error.message;
    throw error;
  }
};

const syntaxError = (): PolicySyntaxError => new PolicySyntaxError('Syntax errors in policy.');

const parseJson = (text: string): unknown => {
  try {
    refuseLargeJson(text);
    return JSON.parse(text);
  } catch {
    throw new PolicySyntaxError('This policy contains invalid Json');
  }
};

const members = (value: unknown): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw syntaxError();
  return value as Members;
};

const readStatement = (statement: Members, kind: PolicyKind): PolicyStatement => {
  for (const name of Object.keys(statement)) if (!MEMBERS.includes(name)) throw syntaxError();
  const { Sid, Effect } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw syntaxError();
  const actions = selection(statement, 'Action', 'NotAction');
  if (!actions) throw new PolicySyntaxError('Policy statement must contain actions.');
  const resources = selection(statement, 'Resource', 'NotResource');
  if (kind === 'trust' && resources) throw new PolicySyntaxError('Has prohibited field Resource');
  if (kind === 'identity' && !resources) throw new PolicySyntaxError('Policy statement must contain resources.');
  return {
    sid: typeof Sid === 'string' ? Sid : undefined,
    effect: Effect,
    principals: readPrincipals(statement, kind),
    actions,
    resources: resources ?? EVERYTHING,
    conditions: readConditions(statement.Condition),
  };
};

const selection = (statement: Members, name: string, notName: string): Selection | undefined => {
  const wanted = statement[name];
  const unwanted = statement[notName];
  if (wanted !== undefined && unwanted !== undefined) throw syntaxError();
  if (wanted === undefined && unwanted === undefined) return undefined;
  const patterns = texts(wanted ?? unwanted);
  if (patterns.length === 0) throw syntaxError();
  return { except: wanted === undefined, patterns };
};

const readPrincipals = ({ Principal, NotPrincipal }: Members, kind: PolicyKind): PrincipalSelection | undefined => {
  const declared = Principal ?? NotPrincipal;
  if (kind === 'identity') {
    if (declared !== undefined) throw new PolicySyntaxError('Policy document should not specify a principal.');
    return undefined;
  }
  if (declared === undefined) throw new PolicySyntaxError('Missing required field Principal');
  const except = Principal === undefined;
  if (declared === '*') return { except, aws: ['*'], services: ['*'] };
  const { AWS, Service } = members(declared);
  return { except, aws: AWS === undefined ? [] : texts(AWS), services: Service === undefined ? [] : texts(Service) };
};

const readConditions = (condition: unknown): ConditionEntry[] => {
  if (condition === undefined) return [];
  return Object.entries(members(condition)).flatMap(([operator, keys]) => {
    if (!isConditionOperator(operator)) throw new PolicySyntaxError(`Invalid Condition type : ${operator}.`);
    return Object.entries(members(keys)).map(([key, values]) => ({ operator, key, values: scalars(values) }));
  });
};

const texts = (value: unknown): string[] => {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === 'string')) throw syntaxError();
  return list;
};

/** Condition values may be JSON strings, booleans and numbers. */
const scalars = (value: unknown): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.some((item) => item === null || typeof item === 'object')) throw syntaxError();
  return list.map(String);
};
