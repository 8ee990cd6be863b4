import { existsSync } from 'node:fs';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * Path of a Chromium: CHROMIUM_PATH, or an installed one; undefined if there is none. Debian's package
 * chromium-headless-shell is preferred, because it uses half of the processor time of the package chromium.
 */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));
