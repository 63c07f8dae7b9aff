/// What a page costs over a commune's line: bytes as they came over the wire and time until the page stands, on a
/// real browser held to 400 kbit/s and 400 ms. Prints one JSON object. BASE_URL, NEOVE_ACCOUNT, NEOVE_PASSWORD, NEOVE_CODE.
import { startBrowser } from '../../web/tests/journey/browser.mjs';

const baseUrl = process.env['BASE_URL'];
const browser = await startBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'vi-VN', baseURL: baseUrl });
const page = await context.newPage();
const wire = await context.newCDPSession(page);
await wire.send('Network.enable');
const kLine = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
let bytes = 0;
let requests = 0;
const answers = [];
const paths = new Map();
wire.on('Network.responseReceived', (event) => paths.set(event.requestId, new URL(event.response.url).pathname));
wire.on('Network.loadingFinished', (event) => {
  const path = paths.get(event.requestId) ?? '';
  bytes += event.encodedDataLength;
  requests += 1;
  if (path.startsWith('/api/')) answers.push({ path, bytes: event.encodedDataLength });
});

async function visit(path) {
  bytes = 0;
  requests = 0;
  answers.length = 0;
  const started = Date.now();
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  // `networkidle` waits half a second after the last byte.
  return { path, bytes, requests, milliseconds: Date.now() - started - 500, answers: [...answers] };
}

await wire.send('Network.emulateNetworkConditions', kLine);
const first = await visit('/');
await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
const done = await page.evaluate(async ([account, password, code]) => {
  const answer = await fetch('/api/v1/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Neove': '1' },
    body: JSON.stringify({ account, password, code }),
  });
  return answer.status;
}, [process.env['NEOVE_ACCOUNT'], process.env['NEOVE_PASSWORD'], process.env['NEOVE_CODE']]);
const pages = [];
for (const path of JSON.parse(process.env['NEOVE_PAGES'] ?? '["/"]')) pages.push(await visit(path));
await browser.close();
console.log(JSON.stringify({ first, signed_in: done === 200, pages }));
