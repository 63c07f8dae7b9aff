/// Prints what the first load weighs compressed, and fails the build when it passes the budget of 150 kB.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const kBudget = 150_000;
const folder = new URL('../dist/', import.meta.url);
const html = readFileSync(new URL('index.html', folder), 'utf8');
const names = readdirSync(new URL('assets/', folder));
let first = gzipSync(html).length;
console.log(`index.html ${first}`);
for (const name of names.sort()) {
  const bytes = readFileSync(new URL(`assets/${name}`, folder));
  // woff2 is compressed already; the rest is served compressed.
  const weight = name.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  // Everything the page names, and the fonts its style sheet names, comes with the first page.
  const isFirst = html.includes(name) || name.endsWith('.woff2');
  if (isFirst) first += weight;
  console.log(`${isFirst ? 'first' : 'later'} ${String(weight).padStart(7)} ${name}`);
}
console.log(`first load ${first} of ${kBudget} bytes`);
if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|https?:\/\//.test(html)) {
  console.error('index.html holds inline code, inline style or an address of another server');
  process.exit(1);
}
if (first > kBudget) process.exit(1);
