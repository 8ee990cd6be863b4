import type { Command } from 'commander';

interface Word {
  readonly text: string;
  readonly description: string;
}

/** A command, with the words that may follow it. */
export interface Node {
  /** Names from the top-level command down to this command, for example dlq, show. Empty for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  /** Long options of the command and of the program. */
  readonly options: readonly Word[];
}

/** Nodes for the program and all its commands. A parent is listed before its children. */
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
