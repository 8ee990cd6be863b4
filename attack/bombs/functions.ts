import { NAME, SAMPLES } from '../doors/samples.ts';
import { type ZipEntry, zipOf, zipOfEntries } from '../doors/zip.ts';
import { answered, type Bomb, type Ground, refused } from './bomb.ts';

const create = (FunctionName: string, zip: Buffer, more: object = {}): object => ({
  FunctionName,
  Role: SAMPLES.Role?.[0],
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Code: { ZipFile: zip.toString('base64') },
  ...more,
});

const MEBIBYTE = 2 ** 20;
const zeros = (name: string, mebibytes: number, declaredBytes?: number): ZipEntry => ({
  name,
  content: Buffer.alloc(mebibytes * MEBIBYTE),
  ...(declaredBytes !== undefined && { declaredBytes }),
});

/** Code that unpacks to more than Lambda's 250 MB, or to places outside its folder. */
const ARCHIVES: Readonly<Record<string, () => Buffer>> = {
  'one file of 300 MB': () => zipOfEntries([zeros('index.mjs', 300)]),
  'a file that is larger than the archive says': () => zipOfEntries([zeros('index.mjs', 300, 10)]),
  'ten files of 40 MB': () => zipOfEntries(Array.from({ length: 10 }, (_, index) => zeros(`${index}.mjs`, 40))),
  'a file that claims 4 GB': () => zipOfEntries([zeros('index.mjs', 1, 0xffffffff)]),
  'a path that leads upwards': () => zipOf('../../../attack-escaped.mjs', 'a'),
  'an absolute path': () => zipOf('/tmp/attack-escaped.mjs', 'a'),
  'a path with backslashes': () => zipOf('..\\..\\attack-escaped.mjs', 'a'),
  'a name with a zero byte': () => zipOf('index.mjs\u0000.txt', 'a'),
  'a directory that points outside the file': () => {
    const zip = zipOf('index.mjs', 'a');
    zip.writeUInt32LE(0xfffffff0, zip.length - 6);
    return zip;
  },
  'no zip file': () => Buffer.alloc(100_000, 'PK'),
};

const archives: readonly Bomb[] = Object.entries(ARCHIVES).map(([name, zip]) => ({
  name: `code: ${name}`,
  explode: async ({ call }) => refused(await call('lambda:CreateFunction', create('attack-zip', zip()))),
}));

const manyFiles: Bomb = {
  name: 'code: 4000 files',
  explode: async ({ call }) => {
    const entries = Array.from({ length: 4_000 }, (_, index) => ({ name: `${index}.mjs`, content: Buffer.alloc(0) }));
    return answered(await call('lambda:CreateFunction', create('attack-files', zipOfEntries(entries))));
  },
};

/** Functions that never end, or that end their thread. Each must be a failed invocation. */
const HANDLERS: Readonly<Record<string, string>> = {
  'an endless loop': 'export const handler = () => { for (;;); };',
  'an endless loop of microtasks': 'export const handler = async () => { for (;;) await null; };',
  'more memory than it has':
    'export const handler = () => { const all = []; for (;;) all.push(new Array(1e6).fill(1)); };',
  'an end of the process': 'export const handler = () => process.exit(1);',
  'an error outside the handler':
    'export const handler = () => { setTimeout(() => { throw new Error("late"); }); return new Promise(() => {}); };',
  'an endless import': 'for (;;); export const handler = 1;',
  'a result of 20 MB': 'export const handler = async () => "a".repeat(20e6);',
  'a result that refers to itself': 'export const handler = async () => { const a = {}; a.a = a; return a; };',
  'a result with a toJSON that throws': 'export const handler = async () => ({ toJSON() { throw new Error("no"); } });',
  'a regular expression that backtracks': 'export const handler = () => /(a+)+$/.test("a".repeat(50) + "!");',
};

const isFunctionError = async ({ call }: Ground, FunctionName: string): Promise<string | undefined> => {
  const answer = await call('lambda:Invoke', { FunctionName, Payload: '{}' });
  if (answer.kind !== 'answered') return answer.kind;
  return answer.status < 500 && (answer.status >= 400 || answer.headers['x-amz-function-error'] !== undefined)
    ? undefined
    : `expected a failed invocation, but got ${answer.status}`;
};

const handlers: readonly Bomb[] = Object.entries(HANDLERS).map(([name, code], index) => ({
  name: `function: ${name}`,
  explode: async (ground) => {
    const FunctionName = `${NAME}-bomb-${index}`;
    const input = create(FunctionName, zipOf('index.mjs', code), { Timeout: 1, MemorySize: 128 });
    return answered(await ground.call('lambda:CreateFunction', input)) ?? (await isFunctionError(ground, FunctionName));
  },
}));

export const FUNCTION_BOMBS: readonly Bomb[] = [...archives, manyFiles, ...handlers];
