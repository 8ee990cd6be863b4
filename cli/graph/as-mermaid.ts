import { type Graph, progressOf } from '../../api/run-graph.ts';
import { printable } from '../terminal/table.ts';

const CLASSES = `  classDef pending fill:#f3f4f6,color:#4b5563
  classDef running fill:#dbeafe,color:#1e3a8a
  classDef succeeded fill:#d1fae5,color:#064e3b
  classDef caught fill:#fef3c7,color:#78350f
  classDef failed fill:#fee2e2,color:#7f1d1d`;

/** The run as a Mermaid state diagram. The class of a state shows the state's progress. */
export function asMermaid({ states, edges }: Graph): string {
  const ids = new Map(states.map(({ name }, index) => [name, `s${index + 1}`]));
  const idOf = (name: string) => ids.get(name) ?? name;
  const text = (words: string) => printable(words).replaceAll('"', "'").replaceAll(':', ' ');
  const starts = states.filter(({ name }) => !edges.some(({ to }) => to === name));
  const ends = states.filter(({ name }) => !edges.some(({ from }) => from === name));
  const lines = [
    'stateDiagram-v2',
    CLASSES,
    ...states.map(({ name }) => `  state "${text(name)}" as ${idOf(name)}`),
    ...starts.map(({ name }) => `  [*] --> ${idOf(name)}`),
    ...edges.map(({ from, to, label }) => `  ${idOf(from)} --> ${idOf(to)}${label ? ` : ${text(label)}` : ''}`),
    ...ends.map(({ name }) => `  ${idOf(name)} --> [*]`),
    ...states.map((state) => `  class ${idOf(state.name)} ${progressOf(state)}`),
  ];
  return lines.join('\n');
}
