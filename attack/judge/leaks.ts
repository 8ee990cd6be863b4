/** What no answer may contain, besides the secrets of one run. */
const ALWAYS: readonly (readonly [string, RegExp])[] = [
  ['a stack trace', /\n\s+at .+:\d+:\d+|\\n\s+at [^"]+:\d+:\d+|\bat (?:async )?[\w.<>]+ \((?:file|node):/],
  ['a path of the machine', /node_modules\/|node:internal|file:\/\/\//],
];

/** Texts of one run that no answer may contain, by what they are. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/** Names of the things that a text contains and must not contain. */
export const leaksIn = (text: string, secrets: Secrets): readonly string[] => [
  ...ALWAYS.filter(([, pattern]) => pattern.test(text)).map(([what]) => what),
  ...Object.entries(secrets)
    .filter(([, values]) => values.some((value) => value !== '' && text.includes(value)))
    .map(([what]) => what),
];
