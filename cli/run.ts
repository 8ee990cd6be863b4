import { CommanderError } from 'commander';
import { createDesk } from './create-desk.ts';
import { explain } from './failures.ts';
import { createProgram, exitCodeOf } from './program.ts';
import { Screen } from './terminal/screen.ts';

/** Runs the command named in the arguments and sets the exit code of the process. */
export async function run(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithReader);
  const screen = new Screen({ input: process.stdin, output: process.stdout, errors: process.stderr });
  const desk = createDesk(screen, process.env);

  try {
    const args = process.argv.slice(2);
    const program = await createProgram(desk, args);
    await program.parseAsync(args, { from: 'user' });
    process.exitCode = desk.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = exitCodeOf(error);
    else {
      const { message, exitCode } = explain(error, process.env);
      screen.fail(message);
      process.exitCode = exitCode;
    }
  }
}

/** Ends the process without an error if the reader of a pipe closes it early, as `head` does. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
