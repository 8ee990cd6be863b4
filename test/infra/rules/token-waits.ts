import type { Rule } from './rule.ts';
import { allOf, type Named, objectOf, textOf } from './template.ts';

interface State {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
}

/** All states, including states inside branches and maps. */
const statesOf = (definition: unknown): State[] =>
  Object.entries(objectOf(objectOf(definition).States)).flatMap(([name, state]) => {
    const definition = objectOf(state);
    const { Branches = [], ItemProcessor, Iterator } = definition;
    return [{ name, definition }, ...[...(Branches as unknown[]), ItemProcessor, Iterator].flatMap(statesOf)];
  });

const definitionOf = ({ properties }: Named): unknown =>
  properties.Definition ?? JSON.parse(textOf(properties.DefinitionString ?? '{}'));

const waitsForSomebody = ({ definition }: State): boolean =>
  /\.waitForTaskToken$|:activity:/.test(String(definition.Resource ?? ''));

const has = ({ definition }: State, member: string): boolean =>
  definition[member] !== undefined || definition[`${member}Path`] !== undefined;

export const TOKEN_WAITS: Rule = {
  name: 'every wait for a token has a timeout and a heartbeat',
  why: 'Without them an execution whose token is lost waits for a year.',
  check: (template) =>
    allOf(template, 'AWS::StepFunctions::StateMachine').flatMap((stateMachine) =>
      statesOf(definitionOf(stateMachine))
        .filter(waitsForSomebody)
        .flatMap((state) =>
          ['TimeoutSeconds', 'HeartbeatSeconds']
            .filter((member) => !has(state, member))
            .map((member) => `${stateMachine.id}: ${state.name} has no ${member}`),
        ),
    ),
};
