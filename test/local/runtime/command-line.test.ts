import { describe, expect, test } from '@jest/globals';
import { parseStartOptions, UsageError } from '../../../local/src/runtime/command-line.ts';

describe('The options of the start', () => {
  test('default to port 4566, state in .local, and permissions enforced', () => {
    expect(parseStartOptions([])).toEqual({
      port: 4566,
      consolePort: 4567,
      dataDir: '.local',
      context: [],
      iam: 'enforce',
      help: false,
    });
  });

  test('are read as written', () => {
    const args = [
      '--port',
      '0',
      '--console-port',
      '5000',
      '--ephemeral',
      '--context',
      'a=b',
      '-c',
      'c=d',
      '--iam=warn',
    ];
    expect(parseStartOptions(args)).toEqual({
      port: 0,
      consolePort: 5000,
      dataDir: undefined,
      context: ['a=b', 'c=d'],
      iam: 'warn',
      help: false,
    });
  });

  test.each([
    [['--port', 'abc'], "--port must be a number from 0 to 65535, given 'abc'."],
    [['--port', '65536'], "--port must be a number from 0 to 65535, given '65536'."],
    [['--iam', 'off'], "--iam must be enforce or warn, given 'off'."],
    [['--ephemeral', '--data-dir', 'x'], '--ephemeral and --data-dir exclude each other.'],
    [['--prot', '1'], /Unknown option '--prot'/],
  ])('that cannot be followed are refused with the reason: %j', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
    expect(() => parseStartOptions(args)).toThrow(UsageError);
  });
});
