import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createMail } from '../../../local/src/core/mail/mailbox.ts';
import type { AnyOperation } from '../../../local/src/core/operation.ts';
import { createServices } from '../../../local/src/runtime/runtime-services.ts';
import { startKernel } from '../kernel.ts';

const SERVICES = join(import.meta.dirname, '../../../local/src/services');

/** Every declared operation as `folder/operations.ts name`. */
const declared = async (): Promise<Map<string, AnyOperation>> => {
  const files = globSync('**/operations.ts', { cwd: SERVICES });
  const modules = await Promise.all(
    files.map(async (file) => {
      const operations: Record<string, AnyOperation> = await import(join(SERVICES, file));
      return Object.entries(operations).map(([name, operation]) => [`${file} ${name}`, operation] as const);
    }),
  );
  return new Map(modules.flat());
};

test('every declared operation is an action of its service', async () => {
  const kernel = await startKernel(() => []);
  createServices(kernel, createMail(kernel), {});
  const operations = await declared();
  expect(operations.size).toBeGreaterThan(0);
  const unknown = [...operations].filter(([, operation]) => !kernel.services.has(operation));
  await kernel.stop();
  expect(unknown).toEqual([]);
});

test('the name of an operation is the name of its action', async () => {
  const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
  const misnamed = [...(await declared())].filter(([name, { action }]) => !name.endsWith(` ${lowerFirst(action)}`));
  expect(misnamed).toEqual([]);
});
