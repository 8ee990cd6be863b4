import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from './kernel.ts';

/** Returns the path of a directory of the running test. It does not exist before the test creates it. */
export const directoryPerTest = (): (() => string) => {
  let root: string;
  let count = 0;
  beforeAll(() => {
    root = temporaryDirectory();
  });
  beforeEach(() => {
    count += 1;
  });
  afterAll(() => removeDirectory(root));
  return () => join(root, `${count}`);
};
