import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The packages that Lambda's Node.js runtimes contain. */
const OF_LAMBDA = /^@(?:aws-sdk|smithy)\//;

/**
 * Lets functions load the AWS SDK without bringing it, as on Lambda. A package that the function brings itself is preferred.
 * The others are loaded from this package's dependencies, which are the clients of the services that the runtime has.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export const provideSdk = (): void => {
  const own = createRequire(import.meta.url);
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch (error) {
        const url = OF_LAMBDA.test(specifier) ? urlOf(own, specifier) : undefined;
        if (url === undefined) throw error;
        return { url, format: 'commonjs', shortCircuit: true };
      }
    },
  });
};

const urlOf = (own: NodeJS.Require, specifier: string): string | undefined => {
  try {
    return pathToFileURL(own.resolve(specifier)).href;
  } catch {
    return undefined;
  }
};
