import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { APPS } from './apps-process.ts';

test.each([[['--help']], [['dlq', '--help']]])(
  '%j ends without an error message if the reader closes the pipe, as head does',
  async (args) => {
    const child = spawn(process.execPath, [APPS, ...args]);
    child.stdout.destroy();
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([code, errors]).toEqual([0, '']);
  },
);
