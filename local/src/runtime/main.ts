import { type Program, runProgram } from './program.ts';

const ONE_MACHINE: Program = {
  name: 'one-machine',
  usage: `Usage: one-machine <cdk.out> [options]

Runs the cloud assembly that cdk synth wrote into a directory, behind the AWS wire protocols, until it is stopped. State
is kept in .one-machine beside that directory.
`,
  takesArguments: true,
  plan: ({ rest, refuse }) => {
    const [assembly, unexpected] = rest;
    if (assembly === undefined) return refuse('Name the directory that cdk synth wrote, usually cdk.out.');
    if (unexpected !== undefined) return refuse(`One directory is enough, given also '${unexpected}'.`);
    return { assembly };
  },
};

/** The command `one-machine`. */
export const main = (args: readonly string[]): Promise<void> => runProgram(ONE_MACHINE, args);
