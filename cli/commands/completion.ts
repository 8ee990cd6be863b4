import { Argument, type Command } from 'commander';
import { SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { completionTree } from '../completion/tree.ts';
import type { Desk } from '../desk.ts';

const EXAMPLES = `Examples:
  source <(apps completion bash)            in ~/.bashrc
  source <(apps completion zsh)             in ~/.zshrc, after compinit
  apps completion fish | source             in ~/.config/fish/config.fish
`;

/** Adds `apps completion`. */
export function registerCompletion(program: Command, { screen }: Desk): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .description('print the completion script of a shell')
    .addHelpText('before', EXAMPLES)
    .action((shell: Shell) => {
      const script = SCRIPTS[shell](completionTree(program));
      screen.json({ script });
      screen.print(script.trimEnd());
    });
}
