import { CommanderError } from 'commander';
import { describeEndpoint } from './clients.ts';
import { createDesk } from './create-desk.ts';
import { explain } from './failures.ts';
import { createProgram, exitCodeOf } from './program.ts';
import { Screen } from './terminal/screen.ts';

/** Runs the command that the arguments name; sets the process's exit code. */
export async function run(): Promise<void> {
  const screen = new Screen({ input: process.stdin, output: process.stdout, errors: process.stderr });
  const desk = createDesk(screen, process.env);

  try {
    await createProgram(desk).parseAsync();
    process.exitCode = desk.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = exitCodeOf(error);
    else {
      const { message, exitCode } = explain(error, describeEndpoint(process.env));
      screen.fail(message);
      process.exitCode = exitCode;
    }
  }
}
