import { describe, expect, test } from '@jest/globals';
import { optionsHelp, readCommandLine, UsageError } from '../../../local/src/runtime/command-line.ts';

const OWN = {
  'console-port': { argument: 'N', help: 'where the console is' },
  context: { argument: 'KEY=VALUE', short: 'c', multiple: true, help: 'CDK context' },
  samples: { help: 'more' },
};

describe('The options of a program that runs an assembly', () => {
  test('default to port 4566, enforced permissions, and the defaults of the program', () => {
    const given = readCommandLine([], OWN);
    expect(given.shared).toEqual({
      port: 4566,
      dataDir: undefined,
      isEphemeral: false,
      parameters: {},
      ssmParameters: {},
      functionsEnv: {},
      iam: 'enforce',
      isDetailed: false,
      maxUndelivered: undefined,
      backup: undefined,
      restore: undefined,
      acceptLoss: false,
    });
    expect(given.help || given.version || given.flag('samples')).toBe(false);
    expect(given.port('console-port')).toBeUndefined();
    expect(given.texts('context')).toEqual([]);
  });

  test('are read, also the additional options of the program', () => {
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
    const given = readCommandLine([...args, '--samples', '--details'], OWN);
    expect(given.shared).toMatchObject({ port: 0, isEphemeral: true, iam: 'warn', isDetailed: true });
    expect(given.port('console-port')).toBe(5000);
    expect(given.texts('context')).toEqual(['a=b', 'c=d']);
    expect(given.flag('samples')).toBe(true);
  });

  test('set parameters and environment variables with any characters in their values', () => {
    const args = ['--parameters', 'Stage=', '--parameters', 'Url=http://x?a=b', '--functions-env', 'orders:KEY=a\nb=c'];
    args.push('--ssm-parameters', '/shop/colour=red', '--ssm-parameters', 'StringList:/shop/sizes=1,2');
    expect(readCommandLine([...args, '--data-dir', 'x']).shared).toMatchObject({
      dataDir: 'x',
      parameters: { Stage: '', Url: 'http://x?a=b' },
      ssmParameters: { '/shop/colour': 'red', 'StringList:/shop/sizes': '1,2' },
      functionsEnv: { 'orders:KEY': 'a\nb=c' },
    });
  });

  test.each([
    [['--port', 'abc'], "--port must be a number from 0 to 65535, given 'abc'."],
    [['--port', '65536'], "--port must be a number from 0 to 65535, given '65536'."],
    [['--iam', 'off'], "--iam must be enforce or warn, given 'off'."],
    [['--ephemeral', '--data-dir', 'x'], '--ephemeral and --data-dir exclude each other.'],
    [['--parameters', 'Stage'], "--parameters takes NAME=VALUE, given 'Stage'."],
    [['--functions-env', '=1'], "--functions-env takes [FUNCTION:]KEY=VALUE, given '=1'."],
    [['--prot', '1'], /Unknown option '--prot'/],
    [['cdk.out'], /Unexpected argument 'cdk.out'/],
  ])('that are invalid are refused with the reason: %j', (args, message) => {
    expect(() => readCommandLine(args, OWN)).toThrow(message);
    expect(() => readCommandLine(args, OWN)).toThrow(UsageError);
  });

  test('leave positional arguments to a program that accepts them', () => {
    expect(readCommandLine(['cdk.out', '--ephemeral', 'more'], {}, true).rest).toEqual(['cdk.out', 'more']);
  });

  test('are refused if the program rejects their value', () => {
    expect(() => readCommandLine(['--console-port', '-1'], OWN)).toThrow(UsageError);
    expect(() => readCommandLine(['--console-port', 'x'], OWN).port('console-port')).toThrow(
      "--console-port must be a number from 0 to 65535, given 'x'.",
    );
  });

  test('are all in the help text, the shared ones first', () => {
    const names = [...optionsHelp(OWN).matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'port',
      'data-dir',
      'ephemeral',
      'parameters',
      'ssm-parameters',
      'functions-env',
      'max-undelivered',
      'backup',
      'restore',
      'accept-loss',
      'iam',
      'details',
      'help',
      'version',
      'console-port',
      'context',
      'samples',
    ]);
  });
});
