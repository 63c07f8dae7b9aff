/// The words on screen: same shape in every language (the build checks types, this checks content), and what the
/// source must never hold.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import en from '../../src/i18n/en';
import vi from '../../src/i18n/vi';
import registersEn from '../../src/register/words.en';
import registersVi from '../../src/register/words.vi';

type Leaf = string | ((...args: never[]) => string);

function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, one]) => leaves(one, `${path}/${name}`));
}

test('both languages have the same words, none empty', () => {
  const [a, b] = [leaves({ vi, registersVi }), leaves({ vi: en, registersVi: registersEn })];
  assert.deepEqual(a.map(([path]) => path), b.map(([path]) => path));
  for (const [path, leaf] of [...a, ...b]) if (typeof leaf === 'string') assert.notEqual(leaf.trim(), '', path);
});

test('sentences with blanks take the same number of them', () => {
  const english = new Map(leaves({ vi: en, registersVi: registersEn }));
  for (const [path, leaf] of leaves({ vi, registersVi })) {
    if (typeof leaf === 'function') assert.equal((english.get(path) as { length: number }).length, leaf.length, path);
  }
});

test('one of a thing is said as one', () => {
  const verbs = 'is|was|has|waits|needs|stays|agrees|runs|names|still needs|export waits|proposal waits';
  const many = new RegExp(`(?<![\\d.,/#])1 (?!(?:[a-z]+ )?(?:${verbs})\\b)(?:[a-z]+ )?[a-z]*(?:[^su]s|bodies|duties)\\b`);
  const wrong: string[] = [];
  for (const [path, leaf] of leaves({ en, registersEn })) {
    if (typeof leaf !== 'function') continue;
    let said = '';
    try {
      said = String((leaf as (...args: unknown[]) => string)(...Array.from({ length: leaf.length }, () => 1)));
    } catch {
      continue; // takes words or lists, no number
    }
    if (many.test(said)) wrong.push(`${path}: ${said}`);
  }
  assert.deepEqual(wrong, []);
});

test('words out of use never appear on screen', () => {
  const banned = /buôn bán người|nghi là nạn nhân|Công an huyện|tái hòa nhập/i;
  for (const [path, leaf] of leaves({ vi, registersVi })) assert.doesNotMatch(String(leaf), banned, path);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

test('no page inserts markup, keeps content in the browser or names another server', () => {
  const files = sources(join(process.cwd(), 'src')).filter((name) => /\.(svelte|ts|css)$/.test(name));
  assert.ok(files.length > 40);
  for (const name of files) {
    const text = readFileSync(name, 'utf8');
    assert.doesNotMatch(text, /\{@html|innerHTML|insertAdjacentHTML|document\.write/, name);
    assert.doesNotMatch(text, /sessionStorage|indexedDB|caches\.open|serviceWorker/, name);
    assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org)/, name);
    assert.doesNotMatch(text, /\sstyle="/, name);
    if (!name.endsWith('language.svelte.ts')) assert.doesNotMatch(text, /localStorage/, name);
  }
});
