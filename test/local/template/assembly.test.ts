import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadAssembly } from '../../../local/src/template/assembly.ts';
import { AssemblyError } from '../../../local/src/template/errors.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from './assemblies.ts';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

describe('an assembly', () => {
  test('returns its stacks in order of their dependencies, and its assets by object key', () => {
    writeAssembly(
      directory,
      { last: { Resources: {} }, middle: { Resources: {} }, first: { Resources: {} } },
      { dependencies: { last: ['middle'], middle: ['first'] }, assets: { 'abc.zip': 'asset.abc', 'x.json': 'x.json' } },
    );
    const assembly = loadAssembly(directory);
    expect(assembly.stacks.map(({ name }) => name)).toEqual(['first', 'middle', 'last']);
    expect(Object.fromEntries(assembly.assets)).toEqual({
      'abc.zip': { path: join(directory, 'asset.abc'), packaging: 'zip' },
      'x.json': { path: join(directory, 'x.json'), packaging: 'file' },
    });
  });

  test('can contain nested assemblies (stages)', () => {
    const inner = join(directory, 'assembly-prod');
    writeAssembly(inner, { 'prod-shop': { Resources: {} } }, { assets: { 'abc.zip': '../asset.abc' } });
    const artifacts = {
      prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-prod' } },
    };
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
    const assembly = loadAssembly(directory);
    expect(assembly.stacks.map(({ name }) => name)).toEqual(['prod-shop']);
    expect(assembly.assets.get('abc.zip')?.path).toBe(join(directory, 'asset.abc'));
  });

  test('that does not exist is refused, with a remedy in the message', () => {
    expect(() => loadAssembly(join(directory, 'nowhere'))).toThrow(AssemblyError);
    expect(() => loadAssembly(join(directory, 'nowhere'))).toThrow(
      `There is no directory ${join(directory, 'nowhere')}. Name the directory that \`cdk synth\` writes, usually cdk.out.`,
    );
  });

  test('that has no manifest is refused, with a remedy in the message', () => {
    mkdirSync(directory, { recursive: true });
    expect(() => loadAssembly(directory)).toThrow(
      `${directory} has no manifest.json, so it is no cloud assembly. Name the directory that \`cdk synth\` writes`,
    );
  });

  test('that is damaged is refused, with the file in the message', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'manifest.json'), '{"artifacts":');
    expect(() => loadAssembly(directory)).toThrow(`${join(directory, 'manifest.json')} cannot be read`);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'a transformation',
      { Transform: 'AWS::Serverless-2016-10-31' },
      'The template section Transform is not supported.',
    ],
    ['a resource without a type', { Resources: { Odd: {} } }, 'The resource Odd has no Type.'],
    [
      'a resource with a creation policy',
      { Resources: { Odd: { Type: 'AWS::SQS::Queue', CreationPolicy: {} } } },
      'The resource Odd (AWS::SQS::Queue) has CreationPolicy, which is not supported.',
    ],
    [
      'an update policy that is not of an alias',
      { Resources: { Odd: { Type: 'AWS::SQS::Queue', UpdatePolicy: { AutoScalingRollingUpdate: {} } } } },
      'The resource Odd (AWS::SQS::Queue) has UpdatePolicy.AutoScalingRollingUpdate, which is not supported.',
    ],
  ])('whose template has %s is refused with the stack', (_, template, message) => {
    writeAssembly(directory, { shop: template });
    expect(() => loadAssembly(directory)).toThrow(`The template of the stack shop cannot be read: ${message}`);
  });
});
