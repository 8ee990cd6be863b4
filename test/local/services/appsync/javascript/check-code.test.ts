import { describe, expect, test } from '@jest/globals';
import { checkCode } from '../../../../../local/src/services/appsync/javascript/check-code.ts';

const code = (body: string, before = ''): string => `
import { util, runtime } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
${before}
export function request(ctx) { ${body} }
export const response = (ctx) => ctx.result;`;

describe('The check of code accepts', () => {
  test.each([
    ['for-of, for-in, break and switch', 'for (const x of []) break; for (const x in {}) {} switch (1) { case 1: }'],
    [
      'functions of util and of the DynamoDB module',
      'util.dynamodb.toMapValues(ctx.args); return ddb.operations.add(1);',
    ],
    [
      'dates, spread, optional chaining and templates',
      'return { ...ctx?.args, at: new Date().toISOString(), t: `${1 ?? 2}` };',
    ],
    [
      'a variable with the name of a global object',
      'const { extensions } = ctx.args; return extensions.map((x) => x);',
    ],
  ])('%s', (_, body) => {
    expect(() => checkCode(code(body))).not.toThrow();
  });

  test('handlers that are exported at the end, as bundlers write them', () => {
    expect(() =>
      checkCode('const r = (ctx) => ({}); function response() {} export { r as request, response };'),
    ).not.toThrow();
  });
});

// AppSync says only "The code contains one or more errors"; the reasons are words of this runtime.
describe('The check of code refuses', () => {
  test.each([
    ['for loops with a counter', 'for (let i = 0; i < 3; i += 1) {}'],
    ['while loops', 'while (true) {}'],
    ['do-while loops', 'do {} while (false)'],
    ['continue', 'for (const x of []) continue;'],
    ['labels', 'a: for (const x of []) break a;'],
    ['try', 'try {} catch {}'],
    ['throw', 'throw 1;'],
    ['classes', 'class A {}'],
    ['this', 'return this;'],
    ['++ and --', 'let a = 1; a++;'],
    ['the operator in', `return 'a' in ctx;`],
    ['the operator instanceof', 'return ctx instanceof Object;'],
    ['the operator ~', 'return ~1;'],
    ['regular expressions', 'return /a/;'],
    ['promises', 'return new Promise(() => {});'],
    ['async functions', 'const f = async () => 1;'],
    ['generators', 'const f = function* () {};'],
    ['import()', `return import('fs');`],
  ])('%s', (what, body) => {
    expect(() => checkCode(code(body))).toThrow(`the runtime APPSYNC_JS does not support ${what}`);
  });

  test.each([
    [
      'a function that util does not have here',
      'util.rds.toJsonObject({})',
      'util.rds.toJsonObject is not supported locally',
    ],
    [
      'the functions of extensions',
      'extensions.evictFromApiCache()',
      'extensions.evictFromApiCache is not supported locally',
    ],
    [
      'a function that the DynamoDB module does not have here',
      'ddb.sync({})',
      'dynamodb.sync is not supported locally',
    ],
    ['the operation Sync', `return { operation: 'Sync' };`, 'the operation Sync is not supported locally'],
    ['the operation BatchInvoke', `return { operation: 'BatchInvoke' };`, 'the operation BatchInvoke is not supported'],
    ['the strategy Custom', `return { strategy: 'Custom' };`, 'the strategy Custom is not supported locally'],
  ])('%s', (_, body, message) => {
    expect(() => checkCode(code(body))).toThrow(message);
  });

  test.each([
    [
      'the import of another module',
      code('', `import { select } from '@aws-appsync/utils/rds';`),
      'the import of @aws-appsync/utils/rds',
    ],
    ['the import of a module of Node', code('', `import fs from 'node:fs';`), 'the import of node:fs'],
    [
      'an import that does not exist',
      code('', `import { sync } from '@aws-appsync/utils/dynamodb';`),
      'sync of @aws-appsync/utils/dynamodb',
    ],
    ['code without a response handler', 'export function request() {}', 'it must export the function response'],
    ['a syntax error', 'export function request( {', 'Unexpected token'],
    ['code that is too long', `// ${'x'.repeat(32_768)}`, 'Code must not be longer than 32768 characters'],
    ['code that is nested too deeply', `x = ${'['.repeat(30_000)}`, 'The code contains one or more errors'],
  ])('%s', (_, source, message) => {
    expect(() => checkCode(source)).toThrow(message);
  });

  test('names the place of the error', () => {
    expect(() => checkCode('export function request() {\n  while (true) {}\n}')).toThrow(/errors at 2:3: /);
  });
});
