/// Addresses and the pages they mean.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchRoute } from '../../src/shell/routes';

test('each page has its address', () => {
  const pairs: [string, string][] = [
    ['/', 'home'],
    ['/documents', 'documents'],
    ['/documents/0a1b', 'review'],
    ['/documents/0a1b/readers', 'readers'],
    ['/organisations/', 'organisations'],
    ['/organisations/0a1b/edit', 'organisationEdit'],
    ['/accounts/0a1b', 'account'],
    ['/account', 'mine'],
    ['/status', 'status'],
  ];
  for (const [path, page] of pairs) assert.equal(matchRoute(path).page, page, path);
});

test('a fixed word wins over an id', () => {
  assert.equal(matchRoute('/organisations/new').page, 'organisationAdd');
  assert.equal(matchRoute('/organisations/import').page, 'organisationImport');
  assert.equal(matchRoute('/accounts/new').page, 'accountAdd');
});

test('ids are decoded once', () => {
  assert.deepEqual(matchRoute('/documents/a%2Fb').params, { id: 'a/b' });
  assert.deepEqual(matchRoute('/documents/a%252Fb').params, { id: 'a%2Fb' });
});

test('what is unknown or broken is the missing page', () => {
  assert.equal(matchRoute('/documents/1/2/3').page, 'missing');
  assert.equal(matchRoute('/nowhere').page, 'missing');
  assert.equal(matchRoute('/documents/%E0%A4%A').page, 'missing');
});
