import { existsSync } from 'node:fs';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * Path of a Chromium: CHROMIUM_PATH, or an installed one; undefined if there is none. Debian's chromium-headless-shell
 * comes first because it uses half of the processor time of its package chromium.
 */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));
