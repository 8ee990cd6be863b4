import { definitionOf } from './generate-workflow.ts';

type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string; readonly Comment?: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Branches?: readonly Machine[];
};
type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

const TARGET = 'workflow/account-application.mmd';

/** The Mermaid state diagram of the workflow: steps, choices with their comments, errors on the way they are caught. */
export async function generateDiagram(root: string): Promise<Map<string, string>> {
  const machine = JSON.parse(await definitionOf(root)) as Machine;
  const lines = ['%% Generated from account-application.asl.yaml by npm run generate. Do not edit.', 'stateDiagram-v2'];
  return new Map([[TARGET, [...lines, ...drawMachine(machine).map((line) => `  ${line}`), ''].join('\n')]]);
}

function drawMachine(machine: Machine): string[] {
  const states = Object.entries(machine.States);
  return [
    ...states.flatMap(([name, state]) => drawNode(name, state)),
    `[*] --> ${key(machine.StartAt)}`,
    ...states.flatMap(([name, state]) => drawArrows(name, state)),
  ];
}

function drawNode(name: string, state: State): string[] {
  const node = `state "${name}" as ${key(name)}`;
  if (state.Branches === undefined) return [node];
  const branches = state.Branches.map((branch) => drawMachine(branch).map((line) => `  ${line}`));
  return [`${node} {`, ...branches.flatMap((lines, index) => (index === 0 ? lines : ['  --', ...lines])), '}'];
}

function drawArrows(name: string, state: State): string[] {
  const arrow = (to: string, label?: string) => `${key(name)} --> ${to}${label === undefined ? '' : ` : ${label}`}`;
  const choices = (state.Choices ?? []).map((choice) => arrow(key(choice.Next), choice.Comment));
  const caught = (state.Catch ?? []).map((rule) => arrow(key(rule.Next), rule.ErrorEquals.join(', ')));
  const onward = state.Default ?? state.Next;
  const last =
    onward === undefined
      ? state.Choices === undefined
        ? [arrow('[*]')]
        : []
      : [arrow(key(onward), state.Default && 'otherwise')];
  return [...choices, ...last, ...caught];
}

function key(name: string): string {
  return name.replaceAll(/[^A-Za-z]/g, '');
}
