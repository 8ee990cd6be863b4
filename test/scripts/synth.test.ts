import { expect, test } from '@jest/globals';
import { inputFiles } from '../../scripts/digest.ts';
import { INPUTS } from '../../scripts/synth.ts';
import { reachedFrom, sourcesIn } from '../support/imports.ts';

test('The digest that identifies an assembly covers every file that the stacks and the bundled functions import', () => {
  const reached = reachedFrom('stacks/app.ts', 'scripts/bundle.ts', ...sourcesIn('handlers'), ...sourcesIn('samples'));
  expect(reached).toContain('handlers/outcomes/notify/handler.ts');
  const covered = new Set(inputFiles(INPUTS));
  expect(reached.filter((file) => !covered.has(file))).toEqual([]);
});
