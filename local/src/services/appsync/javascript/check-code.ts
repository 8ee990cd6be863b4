import { createRequire } from 'node:module';
import type { AnyNode, MemberExpression, Program } from 'acorn';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { exportsOf, FUNCTION_NAMES } from './guest-source.ts';
import { refusedSyntax } from './language-rules.ts';

const load = createRequire(import.meta.url);
// Loaded on first use, to keep the start fast.
const acorn = (): typeof import('acorn') => load('acorn');

/** AppSync's limit for the code of a resolver or of a function, in characters. */
const MAX_CODE_LENGTH = 32_768;
const HANDLERS = ['request', 'response'];
const DYNAMODB_MODULE = '@aws-appsync/utils/dynamodb';

/** Members of requests whose value AWS knows and this runtime does not. */
const REFUSED_VALUES: { readonly [member: string]: readonly unknown[] } = {
  operation: ['Sync', 'BatchInvoke'],
  strategy: ['Custom'],
};

const refuse = (message: string, node?: AnyNode): never => {
  const { line, column } = node?.loc?.start ?? { line: 0, column: 0 };
  const at = node === undefined ? '' : ` at ${line}:${column + 1}`;
  throw badRequest(`The code contains one or more errors${at}: ${message}`);
};

/**
 * Throws BadRequestException for code that the APPSYNC_JS runtime refuses, and for functions of AppSync that this runtime
 * does not have. AppSync says only that the code has errors; the rest of the messages is of this runtime.
 */
export const checkCode = (code: string): void => {
  if (code.length > MAX_CODE_LENGTH) throw badRequest(`Code must not be longer than ${MAX_CODE_LENGTH} characters`);
  const program = parsed(code);
  const nodes = [...nodesOf(program)];
  const names = importedNames(program);
  for (const name of nodes.flatMap(declaredNames)) names.delete(name);
  for (const node of nodes) checkNode(node, names);
  const exported = program.body.flatMap(exportedNames);
  for (const handler of HANDLERS) if (!exported.includes(handler)) refuse(`it must export the function ${handler}`);
};

const parsed = (code: string): Program => {
  try {
    return acorn().parse(code, { ecmaVersion: 2024, sourceType: 'module', locations: true });
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(error.message);
    if (error instanceof RangeError) return refuse('it is nested too deeply');
    throw error;
  }
};

/** All nodes below `root`, without recursion, because the tree can be deep. */
const nodesOf = function* (root: AnyNode): Generator<AnyNode> {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (isNode(next)) {
      yield next;
      open.push(...Object.values(next));
    }
  }
};

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/**
 * What each imported name means, for example `ddb` for `dynamodb`. Names without an import are the global ones. Throws
 * BadRequestException for an import that does not exist.
 */
const importedNames = (program: Program): Map<string, string> => {
  const names = new Map([
    ['util', 'util'],
    ['runtime', 'runtime'],
    ['extensions', 'extensions'],
  ]);
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    const module = String(node.source.value);
    const exported = exportsOf(module);
    if (!exported) refuse(`the import of ${module} is not supported locally`, node);
    const prefix = module === DYNAMODB_MODULE ? 'dynamodb.' : '';
    for (const { type, local, ...specifier } of node.specifiers) {
      if (type === 'ImportNamespaceSpecifier') names.set(local.name, prefix.slice(0, -1));
      else if ('imported' in specifier) {
        const imported = specifier.imported.type === 'Identifier' ? specifier.imported.name : '';
        if (!exported?.includes(imported)) refuse(`${imported} of ${module} is not supported locally`, node);
        names.set(local.name, `${prefix}${imported}`);
      } else refuse(`${module} has no default export`, node);
    }
  }
  return names;
};

/** The names of variables and parameters, which hide global names; also some that occur beside them. */
const declaredNames = (node: AnyNode): readonly string[] => {
  if (node.type === 'VariableDeclarator') return identifiersOf(node.id);
  return 'params' in node ? node.params.flatMap(identifiersOf) : [];
};

const identifiersOf = (pattern: AnyNode): readonly string[] =>
  [...nodesOf(pattern)].flatMap((node) => (node.type === 'Identifier' ? [node.name] : []));

const checkNode = (node: AnyNode, names: ReadonlyMap<string, string>): void => {
  const refused = refusedSyntax(node);
  if (refused !== undefined) refuse(`the runtime APPSYNC_JS does not support ${refused}`, node);
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') checkFunction(node.callee, names);
  if (node.type === 'Property') checkValue(node);
};

/** Refuses the call of a function that AppSync's modules do not have here. */
const checkFunction = (callee: MemberExpression, names: ReadonlyMap<string, string>): void => {
  const path = pathOf(callee);
  const root = path && names.get(path[0] ?? '');
  if (!path || root === undefined) return;
  const name = [...(root === '' ? [] : [root]), ...path.slice(1)].join('.');
  if (!FUNCTION_NAMES.has(name)) refuse(`${name} is not supported locally`, callee);
};

/** The names of `a.b.c`; undefined for other expressions. */
const pathOf = (node: AnyNode): readonly string[] | undefined => {
  if (node.type === 'Identifier') return [node.name];
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined;
  const above = pathOf(node.object);
  return above && [...above, node.property.name];
};

const checkValue = ({ key, value }: Extract<AnyNode, { type: 'Property' }>): void => {
  if (key.type !== 'Identifier' || value.type !== 'Literal' || !Object.hasOwn(REFUSED_VALUES, key.name)) return;
  if (REFUSED_VALUES[key.name]?.includes(value.value))
    refuse(`the ${key.name} ${value.value} is not supported locally`, value);
};

const exportedNames = (node: Program['body'][number]): readonly string[] => {
  if (node.type !== 'ExportNamedDeclaration') return [];
  const { declaration, specifiers } = node;
  if (declaration?.type === 'FunctionDeclaration') return [declaration.id.name];
  const declared = declaration?.type === 'VariableDeclaration' ? declaration.declarations : [];
  return [
    ...declared.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : [])),
    ...specifiers.flatMap(({ exported }) => (exported.type === 'Identifier' ? [exported.name] : [])),
  ];
};
