import { existsSync } from 'node:fs';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's package chromium, or what CHROMIUM_PATH names; nothing where there is none. */
export const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path));
