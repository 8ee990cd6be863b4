import { isList, isObject, type Value, type ValueObject } from '../../../core/cloudformation/value.ts';

/** What API Gateway or this runtime refuses in an OpenAPI document, and where. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem';
  /** For example `Body.paths./pets.get.security`. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** A value in a document, with its path for messages. The value is undefined if the document does not have it. */
export interface DocumentNode {
  readonly value: Value | undefined;
  readonly path: string;
}

/** A member of an object; its value is undefined if `node` is missing. */
export const memberOf = ({ value, path }: DocumentNode, name: string): DocumentNode => ({
  value: isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined,
  path: `${path}.${name}`,
});

/** The object at a node, empty if it is missing. Throws DocumentProblem for any other value. */
export const objectAt = ({ value = {}, path }: DocumentNode): ValueObject => {
  if (isObject(value)) return value;
  throw new DocumentProblem(path, 'must be an object');
};

/** The members of the object at a node, by name. Throws DocumentProblem for any other value. */
export const membersOf = (node: DocumentNode): readonly (readonly [string, DocumentNode])[] =>
  Object.keys(objectAt(node)).map((name) => [name, memberOf(node, name)]);

/** The items of the list at a node. Throws DocumentProblem for any other value. */
export const itemsOf = ({ value = [], path }: DocumentNode): readonly DocumentNode[] => {
  if (isList(value)) return value.map((item, index) => ({ value: item, path: `${path}[${index}]` }));
  throw new DocumentProblem(path, 'must be a list');
};

/** The text at a node; undefined if it is missing. Throws DocumentProblem for any other value. */
export const textAt = ({ value, path }: DocumentNode): string | undefined => {
  if (value === undefined || typeof value === 'string') return value;
  throw new DocumentProblem(path, 'must be a string');
};

/** Texts of OpenAPI are in lower case where those of templates are in upper case. Other values stay as they are. */
export const upperCase = (value: Value | undefined): Value | undefined =>
  typeof value === 'string' ? value.toUpperCase() : value;

/** Throws DocumentProblem for a text other than `allowed`, the only one that this runtime supports. */
export const onlyAt = ({ value, path }: DocumentNode, allowed: string): void => {
  if (typeof value === 'string' && value.toUpperCase() !== allowed)
    throw new DocumentProblem(path, `${value} is not supported locally. The only supported value is ${allowed}`);
};

const EXTENSION = 'x-amazon-apigateway-';

/** Throws DocumentProblem for an extension of API Gateway that is not among the `known` ones. */
export const refuseExtensions = (node: DocumentNode, known: readonly string[]): void => {
  for (const [name, { path }] of membersOf(node))
    if (name.startsWith(EXTENSION) && !known.includes(name))
      throw new DocumentProblem(path, 'this extension is not supported here');
};

/** Throws DocumentProblem for a member that is not among the `known` ones. */
export const refuseMembers = (node: DocumentNode, known: readonly string[]): void => {
  for (const [name, { path }] of membersOf(node))
    if (!known.includes(name)) throw new DocumentProblem(path, 'this member is not supported here');
};

/** Maximum number of references from one to the next, which also ends circular ones. */
const MAX_REFERENCES = 32;

/**
 * Follows a `$ref` of a node to another part of the document. A node without `$ref` is returned as it is. Throws
 * DocumentProblem if the reference leads nowhere, out of the document or in a circle.
 */
export const followed = (root: DocumentNode, node: DocumentNode): DocumentNode => {
  let found = node;
  for (let count = 0; count < MAX_REFERENCES; count += 1) {
    const reference = memberOf(found, '$ref');
    if (reference.value === undefined) return found;
    found = referenced(root, reference);
  }
  throw new DocumentProblem(node.path, `has more than ${MAX_REFERENCES} references from one to the next`);
};

/**
 * What a reference names in the document. Throws DocumentProblem if there is no such part.
 * https://datatracker.ietf.org/doc/html/rfc6901
 */
export const referenced = (root: DocumentNode, reference: DocumentNode): DocumentNode => {
  const pointer = textAt(reference) ?? '';
  const refused = (message: string) => new DocumentProblem(reference.path, `${pointer} ${message}`);
  if (!pointer.startsWith('#/')) throw refused('is not a reference within the document');
  const names = pointer.slice(2).split('/').map(unescaped);
  const found = names.reduce(memberOf, root);
  if (found.value === undefined) throw refused('is not in the document');
  return found;
};

const unescaped = (step: string): string => {
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};
