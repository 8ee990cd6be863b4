import jsonata from 'jsonata';
import { boundedCache } from '../../../core/bounded-cache.ts';
import { within } from '../../../core/isolation/within.ts';

/** Facts about a JSONata expression that follow from its syntax. */
export interface ExpressionFacts {
  /** The syntax error in JSONata's words, without its code; absent if the expression is valid. */
  readonly syntaxError?: string;
  /**
   * Names read from the context item at the top level, where Step Functions has no context item: `phone` of
   * `phone.number`.
   */
  readonly topLevelNames: readonly string[];
  /** State machine variables that the expression reads: neither bound in the expression nor called as functions. */
  readonly variables: readonly string[];
  /** Whether the expression reads `$states.errorOutput`. */
  readonly readsErrorOutput: boolean;
  /** Whether the expression reads `$$`, which Step Functions does not support. */
  readonly readsRoot: boolean;
}

/** A text of up to this many characters is always parsed within MAX_PARSE_MS, so it needs no limit. */
const LONG_TEXT = 10_000;
/** Maximum processor time to parse a longer text, in milliseconds. */
const MAX_PARSE_MS = 200;

export const factsOfExpression: (text: string) => ExpressionFacts = boundedCache(2_000, (text) => {
  try {
    const facts = () => factsOfTree(jsonata(text).ast());
    return text.length > LONG_TEXT ? within(MAX_PARSE_MS, facts) : facts();
  } catch (error) {
    const { message } = Object(error);
    return {
      syntaxError: String(message),
      topLevelNames: [],
      variables: [],
      readsErrorOutput: false,
      readsRoot: false,
    };
  }
});

interface Notes {
  readonly names: Set<string>;
  readonly variables: Set<string>;
  /** The fields that the expression reads from `$states`. */
  readonly statesFields: Set<string>;
}

/** The position of a node in an expression. */
interface Position {
  /** Whether there is no context item, so that names have no value. */
  readonly top: boolean;
  /** Variables bound in the enclosing nodes. */
  readonly bound: ReadonlySet<string>;
}

function factsOfTree(tree: unknown): ExpressionFacts {
  const notes: Notes = { names: new Set(), variables: new Set(), statesFields: new Set() };
  visit(tree, { top: true, bound: new Set(boundNames(tree)) }, notes);
  const readsRoot = notes.variables.delete('$');
  return {
    topLevelNames: [...notes.names],
    variables: [...notes.variables].sort(),
    readsErrorOutput: notes.statesFields.has('errorOutput'),
    readsRoot,
  };
}

export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function visit(value: unknown, position: Position, notes: Notes): void {
  if (Array.isArray(value)) for (const each of value) visit(each, position, notes);
  if (!isNode(value)) return;
  const visitNode = VISITS.get(String(value.type)) ?? visitInside;
  visitNode(value, position, notes);
}

type Visit = (node: Node, position: Position, notes: Notes) => void;

/**
 * Parts of nodes that are evaluated once per item, such as predicates, stages and groups: there the item is the context
 * item.
 */
const ITEM_PARTS: ReadonlySet<string> = new Set([
  'predicate',
  'stages',
  'group',
  'terms',
  'pattern',
  'update',
  'delete',
]);

const visitInside: Visit = (node, position, notes) => {
  for (const [part, value] of Object.entries(node)) {
    if (part !== 'type' && part !== 'value')
      visit(value, ITEM_PARTS.has(part) ? { ...position, top: false } : position, notes);
  }
};

const VISITS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ['path', visitPath],
  ['name', visitName],
  ['variable', visitVariable],
  ['function', visitCall],
  ['partial', visitCall],
]);

function visitPath(node: Node, position: Position, notes: Notes): void {
  const steps = Array.isArray(node.steps) ? node.steps : [];
  const [first, second] = steps;
  if (isNode(first) && first.type === 'variable' && first.value === 'states' && isNode(second)) {
    notes.statesFields.add(String(second.value));
  }
  for (const [index, step] of steps.entries()) visit(step, index === 0 ? position : { ...position, top: false }, notes);
  visit(node.group, { ...position, top: false }, notes);
}

function visitName(node: Node, position: Position, notes: Notes): void {
  if (position.top) notes.names.add(String(node.value));
  visitInside(node, position, notes);
}

function visitVariable(node: Node, position: Position, notes: Notes): void {
  const name = String(node.value);
  if (name !== '' && name !== 'states' && !position.bound.has(name) && !BUILT_IN.has(name)) notes.variables.add(name);
  visitInside(node, position, notes);
}

/** Visits a function call. The called name is a function, not a variable; only the arguments can contain variables. */
function visitCall(node: Node, position: Position, notes: Notes): void {
  const { procedure } = node;
  if (!isNode(procedure) || procedure.type !== 'variable') visit(procedure, position, notes);
  visit(node.arguments, position, notes);
  visitInside({ predicate: node.predicate, stages: node.stages, group: node.group }, position, notes);
}

/** Names that the expression binds at any place: by `:=`, as a parameter, or by `@$` and `#$`. */
function boundNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(boundNames);
  if (!isNode(value)) return [];
  const inner = Object.values(value).flatMap(boundNames);
  const own = [value.focus, value.index].filter((name) => typeof name === 'string');
  if (value.type === 'bind' && isNode(value.lhs)) return [String(value.lhs.value), ...own, ...inner];
  if (value.type !== 'lambda' || !Array.isArray(value.arguments)) return [...own, ...inner];
  return [...value.arguments.filter(isNode).map((each) => String(each.value)), ...own, ...inner];
}

/** The functions of JSONata and AWS. Reading one without calling it is not a variable reference. */
export const BUILT_IN: ReadonlySet<string> = new Set(
  `abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent
  distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber
  fromMillis hash join keys length lookup lowercase map match max merge millis min not now number pad parse parseInteger
  partition power random range reduce replace reverse round shuffle sift single sort split spread sqrt string substring
  substringAfter substringBefore sum toMillis trim type uppercase uuid zip`.split(/\s+/),
);
