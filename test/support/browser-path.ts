import { existsSync } from 'node:fs';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * What CHROMIUM_PATH names, or Debian's chromium-headless-shell, which takes half of the processor time that its package
 * chromium takes, or that; nothing where there is none.
 */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));
