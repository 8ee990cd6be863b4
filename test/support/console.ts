import { eventually, type System } from './system.ts';

/** URL of a system's console; resolves once the console is built. */
export const consoleOf = async (system: System): Promise<string> => {
  const url = await eventually('the console', async () => /Console: (http:\/\/\S+)/.exec(system.printed())?.[1]);
  await eventually('the build of the console', async () => ((await fetch(`${url}/config.json`)).ok ? true : undefined));
  return url;
};
