/// Runs every *.test.ts beside this file under node's own test runner; Vite turns the TypeScript into something
/// node 20 can read, so no further tool is needed.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null, hmr: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  for (const name of readdirSync(here).filter((one) => one.endsWith('.test.ts')).sort()) {
    await server.ssrLoadModule(`/tests/unit/${name}`);
  }
} finally {
  await server.close();
}
