import type { AnyNode } from 'acorn';

/** Statements and expressions that code cannot have, by the type of their node. */
const REFUSED_NODES: { readonly [type: string]: string } = {
  AwaitExpression: 'await',
  ClassDeclaration: 'classes',
  ClassExpression: 'classes',
  ContinueStatement: 'continue',
  DoWhileStatement: 'do-while loops',
  ForStatement: 'for loops with a counter (use for-of or for-in)',
  ImportExpression: 'import()',
  LabeledStatement: 'labels',
  MetaProperty: 'import.meta and new.target',
  ThisExpression: 'this',
  ThrowStatement: 'throw (use util.error)',
  TryStatement: 'try',
  UpdateExpression: '++ and --',
  WhileStatement: 'while loops',
  YieldExpression: 'yield',
};

const REFUSED_OPERATORS: ReadonlySet<string> = new Set(['in', 'instanceof', '~']);

/**
 * What code cannot have in the APPSYNC_JS runtime, if `node` is it. AppSync also refuses functions as arguments and results,
 * recursion and some methods of built-in objects, for which it needs types; these run locally.
 * https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
 */
export const refusedSyntax = (node: AnyNode): string | undefined => {
  switch (node.type) {
    case 'BinaryExpression':
    case 'UnaryExpression':
      return REFUSED_OPERATORS.has(node.operator) ? `the operator ${node.operator}` : undefined;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (node.async) return 'async functions';
      return node.generator ? 'generators' : undefined;
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'Promise' ? 'promises' : undefined;
    case 'Literal':
      return node.regex ? 'regular expressions (use util.matches)' : undefined;
    default:
      return REFUSED_NODES[node.type];
  }
};
