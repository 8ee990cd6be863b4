import { definitionOf } from './generate-workflow.ts';

type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string; readonly Comment?: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Branches?: readonly Definition[];
};
type Definition = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

const TARGET = 'workflow/account-application.mmd';

/**
 * Generates the Mermaid state diagram of the workflow: states, choices with their comments, and catchers with their
 * errors.
 */
export async function generateDiagram(root: string): Promise<Map<string, string>> {
  const definition = JSON.parse(await definitionOf(root)) as Definition;
  const lines = ['%% Generated from account-application.asl.yaml by npm run generate. Do not edit.', 'stateDiagram-v2'];
  return new Map([[TARGET, [...lines, ...drawDefinition(definition).map((line) => `  ${line}`), ''].join('\n')]]);
}

function drawDefinition(definition: Definition): string[] {
  const states = Object.entries(definition.States);
  return [
    ...states.flatMap(([name, state]) => drawNode(name, state)),
    `[*] --> ${key(definition.StartAt)}`,
    ...states.flatMap(([name, state]) => drawArrows(name, state)),
  ];
}

function drawNode(name: string, state: State): string[] {
  const node = `state "${name}" as ${key(name)}`;
  if (state.Branches === undefined) return [node];
  const branches = state.Branches.map((branch) => drawDefinition(branch).map((line) => `  ${line}`));
  return [`${node} {`, ...branches.flatMap((lines, index) => (index === 0 ? lines : ['  --', ...lines])), '}'];
}

function drawArrows(name: string, state: State): string[] {
  const arrow = (to: string, label?: string) => `${key(name)} --> ${to}${label === undefined ? '' : ` : ${label}`}`;
  const choices = (state.Choices ?? []).map((choice) => arrow(key(choice.Next), choice.Comment));
  const caught = (state.Catch ?? []).map((rule) => arrow(key(rule.Next), rule.ErrorEquals.join(', ')));
  return [...choices, ...drawNext(state, arrow), ...caught];
}

function drawNext(state: State, arrow: (to: string, label?: string) => string): string[] {
  const next = state.Default ?? state.Next;
  if (next !== undefined) return [arrow(key(next), state.Default && 'otherwise')];
  return state.Choices === undefined ? [arrow('[*]')] : [];
}

function key(name: string): string {
  return name.replaceAll(/[^A-Za-z]/g, '');
}
