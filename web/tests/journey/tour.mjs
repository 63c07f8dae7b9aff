/// A look at every page as each role sees it, on a desk and on a phone, the main ones also in English and on paper.
/// Nothing is decided here: the journey (run.mjs) does the work. Every page passes axe and fits its window.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/tour node tests/journey/tour.mjs
///
/// The server must hold a fresh demonstration store. NEOVE_TOUR=status,units looks at the named parts only.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-tour';
const plan = process.env['NEOVE_PLAN'] ?? '';
const only = process.env['NEOVE_TOUR']?.split(',') ?? [];
if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);

const album = albumOf(browser, pictures, failures, { isNumbered: false, phone: 'phone', isFull: (name) => !name.startsWith('review') });

/// The remembered choice; the page is opened again with it.
async function speak(page, code) {
  await page.evaluate((chosen) => localStorage.setItem('neove.language', chosen), code);
  await page.reload();
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
}
/// A main page is also printed and shown in English; `hasEnglish` false where opening it again would lose what it shows.
async function look(page, name, { isMain = false, hasEnglish = true } = {}) {
  await album.look(page, name);
  if (!isMain) return;
  await page.emulateMedia({ media: 'print' });
  await page.pdf({ path: join(pictures, `${name}-print.pdf`), format: 'A4', printBackground: false });
  await page.emulateMedia({ media: 'screen' });
  if (!hasEnglish) return;
  await speak(page, 'en');
  await album.shoot(page, `${name}-en`);
  await album.check(page, `${name}-en`);
  const left = await page.evaluate(() => document.querySelector('h1')?.textContent ?? '');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en', `${name} stays Vietnamese: ${left}`);
  await speak(page, 'vi');
}

async function part(name, login, work) {
  if (only.length > 0 && !only.includes(name)) return;
  const one = await person(login);
  await album.step(name, () => work(one));
  await one.close();
}
/// What the server says of its state, with everything that can be wrong.
function troubled(status) {
  const at = new Date().toISOString();
  return {
    ...status,
    store: { ...status.store, demo: false },
    recovery_confirmed: false,
    keyring_fault: 'keyring.altered',
    keyring_detail: 'Vòng khóa đã bị sửa mà không có khóa hệ thống, hoặc bị hỏng.',
    alarms: { rows: 3, at },
    mail: { waiting: 4, failed: 2, sent_at: at, failed_at: at, detail: 'Máy chủ thư từ chối hẳn thư này. Hãy kiểm tra địa chỉ nhận và địa chỉ gửi.' },
    jobs: [
      { kind: 'housekeeping', done_at: at, failing: false, tries: 0, detail: '' },
      { kind: 'anchor.mail', done_at: at, failing: true, tries: 7, detail: 'Không liên lạc được với máy chủ thư. Hãy kiểm tra tên máy, cổng và tường lửa.' },
      { kind: 'anchor.drop', done_at: null, failing: false, tries: 0, detail: '' },
    ],
    journal: { ...status.journal, handed_over: { number: 41, at }, anchor: { number: 40 } },
  };
}

try {
  await part('door', '', async ({ page, open }) => {
    await open('/');
    await look(page, 'sign-in', { isMain: true });
    await page.getByRole('button', { name: 'Đăng nhập lần đầu' }).click();
    await look(page, 'sign-in-first');
  });
  await part('focal', 'daumoi.congan', async ({ page, open, call }) => {
    await open('/');
    await look(page, 'home-focal-empty');
    await open('/documents');
    await look(page, 'documents-empty');
    if (plan) {
      await page.locator('#upload').setInputFiles(plan);
      await page.locator('.uploads a', { hasText: 'Rà soát' }).first().waitFor({ timeout: 60_000 });
    }
    await open('/documents');
    await look(page, 'documents', { isMain: true });
    await open('/');
    await look(page, 'home-focal', { isMain: true });
    if (plan) {
      const { items } = await call('GET', '/api/v1/documents');
      await open(`/documents/${items[0].id}`);
      await page.locator('article').first().waitFor();
      await look(page, 'review', { isMain: true });
      await page.locator('article button.open').nth(1).click();
      await look(page, 'review-open');
      await page.locator('details.head summary').click();
      await look(page, 'review-about');
      await page.getByRole('button', { name: 'Sửa thông tin văn bản' }).click();
      await look(page, 'review-head');
      await page.keyboard.press('Escape');
      await open(`/documents/${items[0].id}`);
      await page.locator('details.head summary').click();
      await page.getByRole('button', { name: 'Rút văn bản' }).click();
      await look(page, 'review-withdraw');
      await open(`/documents/${items[0].id}/readers`);
      await look(page, 'readers', { isMain: true });
    }
    await open('/account');
    await look(page, 'mine', { isMain: true });
    await open('/nothing-here');
    await look(page, 'missing');
    await open('/');
    await page.getByRole('button', { name: 'Khóa màn hình' }).first().click();
    await look(page, 'lock');
  });
  await part('organisations', 'daumoi.yte', async ({ page, open, call }) => {
    await open('/organisations');
    await look(page, 'organisations', { isMain: true });
    const { items } = await call('GET', '/api/v1/organisations?query=xa%20may%20truc');
    await open(`/organisations/${items[0].id}`);
    await look(page, 'organisation', { isMain: true });
    await open(`/organisations/${items[0].id}/edit`);
    await look(page, 'organisation-edit');
    await open('/organisations/import');
    await look(page, 'organisation-import');
    const rows = 'Tên,Loại\nTổ công tác liên ngành,không có loại này\n,commune\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'ds.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.waitForTimeout(600);
    await look(page, 'organisation-import-faults');
  });
  await part('units', 'lanhdao', async ({ page, open, call }) => {
    await open('/');
    await look(page, 'home-leader');
    await open('/organisations/units');
    await look(page, 'units', { isMain: true });
    const { items } = await call('GET', '/api/v1/units?q=sim');
    const choose = items.find((one) => one.today.outcome === 'choose') ?? items[0];
    await page.locator('#unit-query').fill('sim');
    await page.waitForTimeout(600);
    await look(page, 'units-found');
    await open(`/organisations/units/${choose.list}/${choose.code}`);
    await look(page, 'unit-old', { isMain: true });
    await open('/organisations/units/2025-07-01/99');
    await look(page, 'unit-province', { isMain: true });
    await open('/organisations/units/2025-07-01/99061');
    await look(page, 'unit-commune');
  });
  await part('officer', 'canbo.xa', async ({ page, open }) => {
    await open('/');
    await look(page, 'home-officer');
    await open('/documents');
    await look(page, 'documents-officer');
  });
  await part('auditor', 'kiemtra', async ({ page, open }) => {
    await open('/');
    await look(page, 'home-auditor');
  });
  await part('administrator', 'quantri', async ({ page, open, call }) => {
    await open('/');
    await look(page, 'home-administrator');
    await open('/status');
    await look(page, 'status', { isMain: true });
    await page.route('**/api/v1/status', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: troubled(await answer.json()) });
    });
    await open('/status');
    await look(page, 'status-trouble', { isMain: true });
    await open('/accounts');
    await look(page, 'accounts', { isMain: true });
    await open('/accounts/new');
    await look(page, 'account-add');
    const { items } = await call('GET', '/api/v1/accounts');
    const officer = items.find((one) => one.login === 'canbo.phuong');
    await open(`/accounts/${officer.id}`);
    await look(page, 'account', { isMain: true });
    await page.route('**/disable', (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"session.step_up","detail":"x"}' }),
    );
    await page.getByRole('button', { name: 'Khóa tài khoản', exact: true }).click();
    await look(page, 'account-disable');
    await page.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản', exact: true }).click();
    await page.locator('#step-up-form').waitFor();
    await look(page, 'step-up');
    await call('POST', `/api/v1/accounts/${officer.id}/reset`, { reason: 'Mất điện thoại, đã gặp trực tiếp tại trụ sở.' });
    const made = await call('POST', '/api/v1/accounts', {
      login: 'tham.quan',
      name: 'Nguyễn Thị Thăm',
      reason: 'Quyết định phân công số 12/QĐ-SYT; đã gặp trực tiếp.',
      grants: [{ role: 'officer', organisation_id: officer.grants[0].organisation.id }],
    });
    await open('/proposals');
    await look(page, 'proposals-administrator');
    const owner = await person('dulieu');
    await owner.open('/');
    await look(owner.page, 'home-data-owner');
    await owner.open('/proposals');
    await look(owner.page, 'proposals', { isMain: true });
    await owner.page.getByRole('button', { name: 'Từ chối', exact: true }).first().click();
    await look(owner.page, 'proposal-refuse');
    const done = await owner.call('POST', `/api/v1/proposals/${made.id}/confirm`);
    await owner.open('/proposals');
    await look(owner.page, 'proposals-decided');
    await owner.close();
    const fresh = await person('');
    const password = `${made.first_half} ${done.second_half}`;
    await fresh.call('POST', '/api/v1/sign-in', { account: 'tham.quan', password });
    await fresh.open('/');
    await look(fresh.page, 'first-password', { isMain: true });
    await fresh.call('POST', '/api/v1/me/first-password', { new: 'tám con cò trắng bay qua sông' });
    await fresh.open('/');
    await look(fresh.page, 'enrol', { isMain: true });
    await fresh.page.getByRole('button', { name: 'Chọn cách này' }).first().click();
    await fresh.page.locator('form').first().waitFor();
    await look(fresh.page, 'enrol-totp');
    await fresh.open('/');
    await fresh.page.getByRole('button', { name: 'Chọn cách này' }).last().click();
    await fresh.page.locator('form').first().waitFor();
    await look(fresh.page, 'enrol-card', { isMain: true, hasEnglish: false });
    await fresh.close();
  });
} finally {
  await browser.close();
}
album.finish();
