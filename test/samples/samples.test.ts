import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const DEFINITIONS = globSync('{workflow,samples/*}/*.asl.json', { cwd: ROOT });
const SAMPLES = globSync('samples/*/stack.ts', { cwd: ROOT }).map((file) => file.split('/')[1] ?? '');

interface Machine {
  readonly QueryLanguage?: string;
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
}

const read = (file: string): Machine => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

const typesIn = ({ States }: Machine): string[] =>
  Object.values(States).flatMap(({ Type, Branches = [], ItemProcessor }) => [
    Type,
    ...Branches.flatMap(typesIn),
    ...(ItemProcessor === undefined ? [] : typesIn(ItemProcessor)),
  ]);

describe('The samples and the application together', () => {
  test('use every type of state', () => {
    expect([...new Set(DEFINITIONS.map(read).flatMap(typesIn))].toSorted()).toEqual([
      'Choice',
      'Fail',
      'Map',
      'Parallel',
      'Pass',
      'Succeed',
      'Task',
      'Wait',
    ]);
  });

  test('use both query languages', () => {
    const languages = DEFINITIONS.map(read).map(({ QueryLanguage = 'JSONPath' }) => QueryLanguage);
    expect([...new Set(languages)].toSorted()).toEqual(['JSONPath', 'JSONata']);
  });
});

describe('The samples', () => {
  test('are four, each with its own page, a test, and a row in the documentation', () => {
    expect(SAMPLES.toSorted()).toEqual(['apartment-booking', 'order-fulfilment', 'promotion-approval', 'workflow-api']);
    const documentation = readFileSync(join(ROOT, 'docs/samples.md'), 'utf8');
    for (const sample of SAMPLES) {
      expect(readFileSync(join(ROOT, `samples/${sample}/README.md`), 'utf8')).toContain(
        `../../test/samples/${sample}.test.ts`,
      );
      expect(documentation).toContain(`../samples/${sample}/README.md`);
      expect(documentation).toContain(`../test/samples/${sample}.test.ts`);
    }
  });

  test('are not mentioned in the code that they use', () => {
    const ground = globSync('{local,infra/constructs}/**/*.ts', { cwd: ROOT });
    const words = [...SAMPLES, 'samples=on', 'callback-status', 'apartments'];
    const knowing = ground.filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return words.some((word) => new RegExp(`['"\`/ ]${word}\\b`).test(text));
    });
    expect(knowing).toEqual([]);
  });
});
