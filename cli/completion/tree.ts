import type { Command } from 'commander';

interface Word {
  readonly text: string;
  readonly description: string;
}

/** The words that may follow a command. */
export interface Node {
  /** The command's name after those of its parents; empty for the program. */
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  /** Long options, those of the program included. */
  readonly options: readonly Word[];
}

/** The program and all its commands, parents first. */
export function completionTree(program: Command): readonly Node[] {
  const everywhere = optionsOf(program);
  return nodesOf(program, []);

  function nodesOf(command: Command, path: readonly string[]): readonly Node[] {
    const commands = command.commands.map((child) => ({ text: child.name(), description: describe(child) }));
    const options = path.length === 0 ? everywhere : [...optionsOf(command), ...everywhere];
    return [
      { path, commands, options },
      ...command.commands.flatMap((child) => nodesOf(child, [...path, child.name()])),
    ];
  }
}

function optionsOf(command: Command): readonly Word[] {
  return command.options.flatMap(({ long, description }) => (long ? [{ text: long, description }] : []));
}

function describe(command: Command): string {
  return command.summary() || command.description();
}
