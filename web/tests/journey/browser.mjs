/// The one place that starts Chromium: Debian's own, without a network service of its own and without a sandbox
/// (tests run as root in a container).
import { chromium } from 'playwright-core';

export const kFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env['NEOVE_CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: kFlags,
  });
}
