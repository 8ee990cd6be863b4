import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PropertyTable } from '../../../local/src/core/cloudformation/resource-type.ts';
import type { Value } from '../../../local/src/core/cloudformation/value.ts';
import { MANIFESTS } from '../../../local/src/services/manifests.ts';
import { readTemplate } from '../../../local/src/template/evaluate/read-template.ts';
import { checkStack } from '../../../local/src/template/provision/check.ts';
import { readStack } from '../../../local/src/template/provision/stack.ts';
import { resourceTypes } from '../../../local/src/template/registry.ts';
import { readSchemas, type Structure } from './resource-schemas.ts';

const schemaOf = readSchemas();

/** The types that the runtime carries out and AWS publishes; types of custom resources have no public schema. */
const TYPES = [...resourceTypes()].flatMap(([name, type]) => {
  const schema = schemaOf(name);
  return type.kind === 'runs' && schema ? [{ name, table: type.properties, schema }] : [];
});

/** A property: the names from the resource to it. */
type Path = readonly string[];
/** The deepest level of recursive schemas that a test visits. */
const MAX_DEPTH = 5;

const pathsOf = (schema: Structure, depth = 1): Path[] =>
  [...schema].flatMap(([name, { members }]) => [
    [name],
    ...(members && depth < MAX_DEPTH ? pathsOf(members, depth + 1).map((path) => [name, ...path]) : []),
  ]);

/** A value with exactly this property; `path` ends in a name that can be unknown to the schema. */
const valueAt = (schema: Structure | undefined, [name = '', ...rest]: Path): Value => {
  const property = schema?.get(name);
  const inner: Value = rest.length === 0 ? 'x' : valueAt(property?.members, rest);
  return { [name]: property?.isList && rest.length > 0 ? [inner] : inner };
};

/** The path of a property as the runtime reports it. */
const reported = (schema: Structure | undefined, [name = '', ...rest]: Path): string => {
  if (rest.length === 0) return name;
  const property = schema?.get(name);
  return `${name}${property?.isList ? '[0]' : ''}.${reported(property?.members, rest)}`;
};

/** What the check of a template finds about a resource with these properties. */
const check = async (type: string, properties: Value) => {
  const template = readTemplate({ Resources: { It: { Type: type, Properties: properties } } });
  const home = { region: 'us-east-1', accountId: '000000000000' };
  const nestedTemplate = () => {
    throw new Error('No template is nested.');
  };
  const { problems, notRun } = await checkStack(
    readStack({ name: 'stack', template, parameters: {} }, { home, nestedTemplate, parameters: {}, stored: new Map() }),
    new Map(),
  );
  return {
    refused: problems.flatMap(({ property, message }) =>
      message === 'this property is not supported' ? [property] : [],
    ),
    ignored: notRun.map(({ property }) => property),
  };
};

/** The rule for a path: the first part of the path that is not a table decides. */
const ruleAt = (table: PropertyTable, path: Path): { readonly rule: unknown; readonly depth: number } => {
  let rules = table;
  for (const [at, name] of path.entries()) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (typeof rule !== 'object') return { rule, depth: at + 1 };
    rules = rule;
  }
  return { rule: rules, depth: path.length };
};

test('each type that the runtime carries out has a public schema, except the log retention of the CDK', () => {
  const running = [...resourceTypes()].flatMap(([name, { kind }]) => (kind === 'runs' ? [name] : []));
  const published = new Set(TYPES.map(({ name }) => name));
  expect(running.filter((name) => !published.has(name))).toEqual(['Custom::LogRetention']);
});

describe.each(TYPES)('$name', ({ name, table, schema }) => {
  test('each property of the public schema is carried out, reported as ignored, or refused by its name', async () => {
    for (const path of pathsOf(schema)) {
      const { rule, depth } = ruleAt(table, path);
      const place = reported(schema, path.slice(0, depth));
      const { refused, ignored } = await check(name, valueAt(schema, path));
      if (rule === undefined) expect(refused).toEqual([place]);
      else expect(refused).toEqual([]);
      if (typeof rule === 'string') expect(ignored).toEqual([place]);
      else expect(ignored).toEqual([]);
    }
  });

  test('the table names no property that the public schema does not have', () => {
    const visit = (rules: PropertyTable, members: Structure | undefined, at: string): string[] =>
      Object.entries(rules).flatMap(([member, rule]) => {
        const place = `${at}${member}`;
        const property = members?.get(member);
        if (!property) return [place];
        return typeof rule === 'object' ? visit(rule, property.members, `${place}.`) : [];
      });
    expect(visit(table, schema, '')).toEqual([]);
  });

  test('the members of each supported object have rules of their own, so that none is dropped silently', () => {
    const visit = (rules: PropertyTable, members: Structure | undefined, at: string): string[] =>
      Object.entries(rules).flatMap(([member, rule]) => {
        const inner = members?.get(member)?.members;
        if (rule === true && inner) return [`${at}${member}`];
        return typeof rule === 'object' ? visit(rule, inner, `${at}${member}.`) : [];
      });
    expect(visit(table, schema, '')).toEqual([]);
  });
});

test('a property that does not exist is refused by its path, at every depth of every type', async () => {
  const objects = TYPES.flatMap(({ name, table, schema }) =>
    [[], ...pathsOf(schema)]
      .filter((path) => path.length === 0 || typeof ruleAt(table, path).rule === 'object')
      .map((path: Path) => ({ name, schema, path })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...objects),
      fc.stringMatching(/^[A-Z][A-Za-z0-9]{2,20}$/),
      async ({ name, schema, path }, invented) => {
        const wrong = [...path, `${invented}Zz`];
        const { refused } = await check(name, valueAt(schema, wrong));
        expect(refused).toEqual([reported(schema, wrong)]);
      },
    ),
    { numRuns: 500 },
  );
});

/** Properties whose value the code does not need, although they are carried out, with the reason. */
const NOT_READ: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine.DefinitionS3Location.Bucket': 'assets are found by their key',
};

const sourceOf = (directory: string): string =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(directory, file), 'utf8'))
    .join('\n');

const SERVICES = new URL('../../../local/src/services/', import.meta.url).pathname;
const directoryOf = new Map(
  readdirSync(SERVICES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [readFileSync(join(SERVICES, name, 'manifest.ts'), 'utf8').match(/name: '([^']+)'/)?.[1], name]),
);

test('each property that counts as carried out occurs in the code of its service outside the tables', () => {
  const unread = MANIFESTS.flatMap(({ name: service, resourceTypes: types }) => {
    const sources = [join(SERVICES, String(directoryOf.get(service))), join(SERVICES, '../core/cloudformation')];
    const code = sources
      .map(sourceOf)
      .join('\n')
      .replaceAll(/\b\w+: true\b/g, '');
    const words = new Set(code.match(/\w+/g));
    const visit = (rules: PropertyTable, at: string): string[] =>
      Object.entries(rules).flatMap(([member, rule]) => {
        if (rule === true) return words.has(member) ? [] : [`${at}.${member}`];
        return typeof rule === 'object' ? visit(rule, `${at}.${member}`) : [];
      });
    return TYPES.flatMap(({ name, table }) => (Object.hasOwn(types, name) ? visit(table, name) : []));
  });
  expect(unread).toEqual(Object.keys(NOT_READ));
});
