import type { Node } from './tree.ts';

/** Shells for which there is a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** By shell: makes the completion script, which the user loads in the shell's start file. */
export const SCRIPTS = { bash, zsh, fish } as const satisfies Record<Shell, (tree: readonly Node[]) => string>;

/** The script needs bash 3.2 or later, but not the package bash-completion. */
function bash(tree: readonly Node[]): string {
  return `_apps() {
  local path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${pathCases(tree)}
    esac
  done
  case "$path" in
${tree.map((node) => `    "${pathOf(node)}") words="${wordsOf(node)}" ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _apps apps
`;
}

function zsh(tree: readonly Node[]): string {
  return `#compdef apps
_apps() {
  local at="" word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
${pathCases(tree).replaceAll('path=', 'at=').replaceAll('$path', '$at')}
    esac
  done
  case "$at" in
${tree.map((node) => `    "${pathOf(node)}") candidates=(${wordsOf(node)}) ;;`).join('\n')}
  esac
  compadd -a candidates
}
compdef _apps apps
`;
}

function fish(tree: readonly Node[]): string {
  const lines = tree.flatMap(({ path, commands, options }) => {
    const condition = path.length === 0 ? '__fish_use_subcommand' : path.map(seen).join('; and ');
    const own = path.length === 0 ? 'true' : condition;
    return [
      ...commands.map(({ text, description }) => fishLine(condition, `-a ${text}`, description)),
      ...options.map(({ text, description }) => fishLine(own, `-l ${text.slice(2)}`, description)),
    ];
  });
  return ['complete -c apps -f', ...lines, ''].join('\n');
}

const seen = (name: string): string => `__fish_seen_subcommand_from ${name}`;

function fishLine(condition: string, words: string, description: string): string {
  return `complete -c apps -n '${condition}' ${words} -d '${description.replaceAll(/['\\\\]/g, '\\\\$&')}'`;
}

/** The path with a space before each name, for example " dlq show". */
function pathOf({ path }: Node): string {
  return path.map((name) => ` ${name}`).join('');
}

function wordsOf({ commands, options }: Node): string {
  return [...commands, ...options].map(({ text }) => text).join(' ');
}

function pathCases(tree: readonly Node[]): string {
  const patterns = tree.filter(({ path }) => path.length > 0).map((node) => `"${pathOf(node)}"`);
  return `      ${patterns.join(' | ')}) path="$path $word" ;;`;
}
