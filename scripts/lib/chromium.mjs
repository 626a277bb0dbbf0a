import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { needSystemPackages } from './systemPackages.mjs';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Headless, and silent on the network: it talks to the local server only. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Start a headless Chromium, installing Debian's where this process may.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchChromium() {
  return chromium.launch({ executablePath: await chromiumPath(), args: flags });
}

async function chromiumPath() {
  const found = () => places.find((place) => place !== undefined && existsSync(place));
  if (!found()) await needSystemPackages(['chromium'], 'a browser to drive VS Code');
  const path = found();
  if (!path) {
    throw new Error(
      'Chromium: none found; install it or set CHROMIUM_PATH to a Chromium or Chrome',
    );
  }
  return path;
}
