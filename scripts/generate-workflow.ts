import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isAlias, isCollection, parseDocument } from 'yaml';

const SOURCE = 'workflow/account-application.asl.yaml';
const TARGET = 'workflow/account-application.asl.json';

/** Generates the deployed definition: path → text. */
export async function generateWorkflow(root: string): Promise<Map<string, string>> {
  return new Map([[TARGET, await definitionOf(root)]]);
}

/** The text of the definition in the Amazon States Language, from its source. */
export async function definitionOf(root: string): Promise<string> {
  return toJson(await readFile(join(root, SOURCE), 'utf8'));
}

/**
 * Converts YAML 1.2 to JSON text. Aliases and `<<` (merge keys) are resolved, and comments are dropped. Members keep
 * their order. A collection that is in flow style (on one line) in the YAML is on one line of the JSON, too.
 * @throws Error that names the line of a syntax error or a duplicate key, or an alias whose anchor does not exist
 */
export function toJson(yaml: string): string {
  const document = parseDocument(yaml, { merge: true, stringKeys: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw problem;
  return `${print(document.toJS(), document.contents, document)}\n`;
}

/**
 * Writes a value as JSON. `node` is the value's node in the YAML document; undefined for a member that a merge key
 * adds.
 */
function print(value: unknown, node: unknown, document: Document, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const source = isAlias(node) ? node.resolve(document) : node;
  const collection = isCollection(source) ? source : undefined;
  const child = (member: unknown, key: string | number) =>
    print(member, collection?.get(key, true), document, `${indent}  `);
  const isOneLine = collection?.flow === true;
  if (Array.isArray(value)) {
    const items = value.map(child);
    return isOneLine ? `[${items.join(', ')}]` : `[${linesOf(items, indent)}]`;
  }
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${child(member, key)}`);
  return isOneLine ? `{ ${members.join(', ')} }` : `{${linesOf(members, indent)}}`;
}

const linesOf = (parts: readonly string[], indent: string): string =>
  `\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}`;
