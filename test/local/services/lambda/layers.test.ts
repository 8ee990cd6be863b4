import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogs } from '../../../../local/src/services/logs/logs.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type Files, type LambdaHarness, refusal, startLambda, writeFiles } from './harness.ts';
import { zipArchive } from './zip-archive.ts';

let directory: string;
let aws: LambdaHarness;
const start = async () => {
  aws = await startLambda([createLogs], { dataDir: join(directory, 'data') });
};
beforeAll(async () => {
  directory = temporaryDirectory();
  // A project above the data directory; it does not decide how files of layers are loaded.
  writeFiles(directory, { 'package.json': '{"type":"module"}' });
  await start();
});
afterAll(async () => {
  await aws.stop();
  removeDirectory(directory);
});

const call = (action: string, input: object) =>
  aws.kernel.as('lambda', action, { ...input }) as Promise<Record<string, unknown>>;

/** Publishes a version of a layer from a zip archive; returns its ARN. */
const publish = async (LayerName: string, files: Files): Promise<string> => {
  const Content = { ZipFile: zipArchive(files).toString('base64') };
  return String((await call('PublishLayerVersion', { LayerName, Content })).LayerVersionArn);
};

/** A package for require and for import. */
const packageOf = (folder: string, name: string, text: string): Files => ({
  [`${folder}/${name}/package.json`]: JSON.stringify({
    name,
    exports: { import: './index.mjs', require: './index.js' },
  }),
  [`${folder}/${name}/index.js`]: `module.exports = '${text} required';`,
  [`${folder}/${name}/index.mjs`]: `export default '${text} imported';`,
});

const IMPORTS = "import value from 'thing'; export const handler = async () => value;";
const REQUIRES = { 'index.js': "const value = require('thing'); exports.handler = async () => value;" };
const LATER = "export const handler = async () => (await import('thing')).default;";

const resultOf = async (name: string, files: string | Files, Layers: readonly string[], more: object = {}) => {
  await aws.create(name, files, { Layers, ...more });
  return (await aws.invoke(name)).payload;
};

describe('The packages of a layer', () => {
  let thing: string;
  beforeAll(async () => {
    thing = await publish('thing', packageOf('nodejs/node_modules', 'thing', 'layer'));
  });

  test.each([
    ['import', IMPORTS, 'layer imported'],
    ['a later import', LATER, 'layer imported'],
    ['require', REQUIRES, 'layer required'],
  ])('are found by %s', async (how, files, expected) => {
    expect(await resultOf(`by-${how.replaceAll(' ', '-')}`, files, [thing])).toBe(expected);
  });

  test('are not found without the layer', async () => {
    await aws.create('without', IMPORTS);
    expect((await aws.invoke('without')).payload).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });

  test('of the function itself are preferred', async () => {
    const files = { 'index.mjs': IMPORTS, ...packageOf('node_modules', 'thing', 'own') };
    expect(await resultOf('own', files, [thing])).toBe('own imported');
  });

  test('are preferred to those of a folder above the function, which does not exist on AWS', async () => {
    writeFiles(join(directory, 'above'), packageOf('node_modules', 'thing', 'above'));
    const LocalDirectory = writeFiles(join(directory, 'above/code'), IMPORTS);
    expect(await resultOf('above', IMPORTS, [thing], { Code: { LocalDirectory } })).toBe('layer imported');
    expect(await resultOf('above-only', IMPORTS, [], { Code: { LocalDirectory } })).toBe('above imported');
  });

  test.each(['nodejs24.x', 'nodejs22.x', 'nodejs20.x'])(
    'for %s are preferred to those for all versions',
    async (Runtime) => {
      const major = Runtime.slice(6, 8);
      const name = `for-node${major}`;
      const layer = await publish(name, {
        ...packageOf(`nodejs/node${major}/node_modules`, 'thing', 'this version'),
        ...packageOf('nodejs/node18/node_modules', 'thing', 'another version'),
        ...packageOf('nodejs/node_modules', 'thing', 'all versions'),
      });
      expect(await resultOf(name, IMPORTS, [layer], { Runtime })).toBe('this version imported');
    },
  );

  test('can use packages of other layers', async () => {
    const user = await publish('user', {
      'nodejs/node_modules/user/index.js': "module.exports = `user of ${require('thing')}`;",
    });
    const source = { 'index.js': "exports.handler = async () => require('user');" };
    expect(await resultOf('two-layers', source, [user, thing])).toBe('user of layer required');
  });

  test('that do not exist are an ImportModuleError', async () => {
    const source = "import 'missing'; export const handler = async () => {};";
    expect(await resultOf('missing', source, [thing])).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });
});

describe('The files of layers', () => {
  test('are in one directory, in which later layers replace files of earlier ones', async () => {
    const first = await publish('first', {
      'nodejs/node_modules/thing/package.json': '{"main":"index.js"}',
      'nodejs/node_modules/thing/index.js': "module.exports = `first, ${require('./more')}`;",
      'nodejs/node_modules/thing/more.js': "module.exports = 'first';",
    });
    const second = await publish('second', { 'nodejs/node_modules/thing/more.js': "module.exports = 'second';" });
    expect(await resultOf('replaces', REQUIRES, [first, second])).toBe('first, second');
    expect(await resultOf('replaced', REQUIRES, [second, first])).toBe('first, first');
  });

  test.each([
    ['import', "import value from '/opt/nodejs/shared.mjs'; export const handler = async () => value;"],
    ['require', { 'index.js': "const value = require('/opt/nodejs/shared'); exports.handler = async () => value;" }],
  ])('are loaded as modules by their path below /opt: %s', async (how, files) => {
    const layer = await publish('shared', {
      'nodejs/shared.mjs': "export default 'shared import';",
      'nodejs/shared.js': "module.exports = 'shared require';",
    });
    expect(await resultOf(`opt-${how}`, files, [layer])).toBe(`shared ${how}`);
  });

  test('are below the directory that NODE_PATH names', async () => {
    const layer = await publish('data', { 'nodejs/node_modules/data.json': '{"a":1}' });
    const source = `import { readFileSync } from 'node:fs';
      export const handler = async () => {
        const directories = process.env.NODE_PATH.split(':');
        return [directories.map((each) => each.split('/').slice(-3).join('/')), readFileSync(directories[1] + '/data.json', 'utf8')];
      };`;
    const [directories, text] = (await resultOf('node-path', source, [layer])) as [string[], string];
    expect(directories[0]).toBe('nodejs/node24/node_modules');
    expect(directories[1]).toMatch(/\/nodejs\/node_modules$/);
    expect(text).toBe('{"a":1}');
  });

  test('stay for the function after the version of the layer is deleted and the runtime restarted', async () => {
    const layer = await publish('gone', packageOf('nodejs/node_modules', 'thing', 'gone'));
    const other = await publish('other', { 'text.txt': 'a' });
    const Code = { LocalDirectory: writeFiles(join(directory, 'keeps'), IMPORTS) };
    await aws.create('keeps', IMPORTS, { Code, Layers: [layer] });
    await aws.create('keeps-both', IMPORTS, { Code, Layers: [layer, other] });
    await call('DeleteLayerVersion', { LayerName: 'gone', VersionNumber: 1 });
    await aws.stop();
    await start();
    expect((await aws.invoke('keeps')).payload).toBe('gone imported');
    expect((await aws.invoke('keeps-both')).payload).toBe('gone imported');
    expect(await refusal(call('UpdateFunctionConfiguration', { FunctionName: 'two-layers', Layers: [layer] }))).toEqual(
      {
        code: 'InvalidParameterValueException',
        message: `Layer version ${layer} does not exist.`,
      },
    );
  });

  test('that no function and no layer uses any more are removed at the next start', async () => {
    const layer = await publish('unused', { 'text.txt': 'unused' });
    const { Content } = await call('GetLayerVersion', { LayerName: 'unused', VersionNumber: 1 });
    const kept = String((Content as { Location: string }).Location).replace('file://', '');
    expect(existsSync(join(kept, 'text.txt'))).toBe(true);
    await call('DeleteLayerVersion', { LayerName: layer.slice(0, -2), VersionNumber: 1 });
    await aws.stop();
    await start();
    expect(existsSync(kept)).toBe(false);
  });
});

describe('A function', () => {
  test('shows its layers, keeps them when other settings change, and loses them with an empty list', async () => {
    const layer = await publish('shown', packageOf('nodejs/node_modules', 'thing', 'shown'));
    const created = await aws.create('shows', LATER, { Layers: [layer] });
    const shown = [{ Arn: layer, CodeSize: expect.any(Number) }];
    expect(created.Layers).toEqual(shown);
    const changed = await call('UpdateFunctionConfiguration', { FunctionName: 'shows', Timeout: 7 });
    expect(changed.Layers).toEqual(shown);
    const published = await call('PublishVersion', { FunctionName: 'shows' });
    expect(published.Layers).toEqual(shown);
    const cleared = await call('UpdateFunctionConfiguration', { FunctionName: 'shows', Layers: [] });
    expect(cleared).not.toHaveProperty('Layers');
    expect((await aws.invoke('shows')).payload).toMatchObject({ errorType: 'Error' });
    expect((await aws.invoke('shows', {}, { Qualifier: '1' })).payload).toBe('shown imported');
  });

  const create = (Layers: readonly string[]) => refusal(aws.create('refused', IMPORTS, { Layers }));
  const arnOf = (rest: string) => `arn:aws:lambda:us-east-1:000000000000:layer:${rest}`;

  test('has at most five layers', async () => {
    const arns = Array.from({ length: 6 }, (_, index) => arnOf(`l${index}:1`));
    expect(await create(arns)).toEqual({
      code: 'InvalidParameterValueException',
      message: 'Cannot reference more than 5 layers.',
    });
  });

  test('has each layer once', async () => {
    const one = await publish('twice', { 'text.txt': '1' });
    const two = await publish('twice', { 'text.txt': '2' });
    expect((await create([one, two])).message).toBe(
      `Two different versions of the same layer are not allowed to be referenced in the same function. ${one} and ${two} are versions of the same layer.`,
    );
  });

  test('needs the ARN of an existing version', async () => {
    expect((await create([arnOf('nothing:1')])).message).toBe(`Layer version ${arnOf('nothing:1')} does not exist.`);
    const { code, message } = await create([arnOf('nothing')]);
    expect(code).toBe('ValidationException');
    expect(message).toContain(`Value '[${arnOf('nothing')}]' at 'layers' failed to satisfy constraint`);
  });

  test('cannot have a layer of another account, whose content is not on this machine', async () => {
    const arn = 'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38';
    expect(await create([arn])).toEqual({
      code: 'UnsupportedOperation',
      message: expect.stringContaining(`The layer ${arn} of another account`),
    });
  });

  test('cannot have a layer with an extension, which the runtime does not start', async () => {
    const layer = await publish('extension', { 'extensions/agent': '#!/bin/sh' });
    expect(await create([layer])).toEqual({
      code: 'UnsupportedOperation',
      message: expect.stringContaining(`The extension in the layer ${layer}`),
    });
  });

  test('cannot have a layer with a file where another layer has a folder', async () => {
    const file = await publish('file', { a: 'text' });
    const folder = await publish('folder', { 'a/b': 'text' });
    expect((await create([file, folder])).code).toBe('InvalidParameterValueException');
  });
});
