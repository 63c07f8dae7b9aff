/// `answers.mjs NAME`: one case a line in, one answer a line out, by `answerLine` of tests/unit/NAME.ts, as the C++
/// binary NAME_answers does (tests/twins.py compares them).
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

let text = '';
process.stdin.setEncoding('utf8');
for await (const piece of process.stdin) text += piece;

const server = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null, hmr: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  const { answerLine } = await server.ssrLoadModule(`/tests/unit/${process.argv[2]}.ts`);
  const lines = text.split('\n').filter((line) => line !== '');
  const answers = lines.map((line) => `${answerLine(line)}\n`).join('');
  await new Promise((written) => process.stdout.write(answers, written));
} finally {
  await server.close();
}
