import type { Command } from 'commander';

/** Adds `apps help`. It refuses unknown commands, while commander's own help command prints the whole help for them. */
export function registerHelp(program: Command): void {
  program
    .command('help [command...]')
    .description('show the help of a command')
    .action((path: readonly string[]) => {
      let command = program;
      for (const name of path) {
        const found = command.commands.find((child) => child.name() === name);
        if (found === undefined) program.error(`error: unknown command '${path.join(' ')}'`);
        else command = found;
      }
      command.help();
    });
}
