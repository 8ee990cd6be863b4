import type { Providers } from '../../../local/src/template/custom-resources/custom-resources.ts';

/** For templates without custom resources. */
export const NO_PROVIDERS: Providers = {
  perform: async ({ resource }) => {
    throw new Error(`There is no provider for ${resource}.`);
  },
  latest: () => undefined,
  forget: () => {},
};
