/// An officer who makes mistakes: nonsense in every kind of field, keys and buttons pressed twice, a line that breaks, a
/// session that ended. Each is answered in words, beside its field, and nothing happens twice.
///
///   BASE_URL=http://127.0.0.1:8080 node tests/journey/mistakes.mjs
///
/// The server must hold a fresh demonstration store. NEOVE_PLAN names the document to review.
import assert from 'node:assert/strict';
import { startBrowser } from './browser.mjs';
import { fillAll, kNonsense, refusals } from './nonsense.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const plan = process.env['NEOVE_PLAN'];
if (!baseUrl || !plan) {
  console.error('BASE_URL or NEOVE_PLAN is missing');
  process.exit(1);
}
const kLong = 'Ủy ban nhân dân '.repeat(320);
const kMarkup = '<img src=x onerror=alert(1)>"\'&';
const kEmoji = '😀🇻🇳👩‍👩‍👧';
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, { width: 1280, height: 860 });

async function step(name, work) {
  try {
    await work();
    console.log(`ok   ${name}`);
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    console.log(`FAIL ${name}`);
  }
}
/// Changes sent to the server while `work` runs and shortly after.
async function changesDuring(page, work) {
  // What is still under way would take the key or the click for one pressed too often.
  await page.waitForLoadState('networkidle');
  let count = 0;
  const tally = (request) => (count += request.method() === 'GET' ? 0 : 1);
  page.on('request', tally);
  await work();
  await page.waitForTimeout(600);
  page.off('request', tally);
  return count;
}
const said = (page, text) => page.getByText(text).first().waitFor();

try {
  const stranger = await person('');
  await step('the front door: nothing, too much, a broken line', async () => {
    const { page } = stranger;
    await stranger.open('/');
    const send = () => page.locator('#sign-in button[type="submit"]').click();
    await send();
    await said(page, 'Chưa nhập: Tên tài khoản.');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'sign-in-account', 'the first fault has the focus');
    await page.locator('#sign-in-account').fill(kLong);
    await page.locator('#sign-in-password').fill(kEmoji);
    await send();
    await said(page, 'Nội dung quá dài. Hãy rút gọn.');
    await page.route('**/api/v1/sign-in', (route) => route.abort());
    await page.locator('#sign-in-account').fill('canbo.xa');
    await send();
    await said(page, 'Không kết nối được với máy chủ.');
  });
  await stranger.close();

  const keeper = await person('quantri');
  await step('a form: letters for a date, a name nobody chose, leaving unsaved', async () => {
    const { page } = keeper;
    await keeper.open('/organisations');
    await page.locator('a[href^="/organisations/new"]').first().click();
    const send = () => page.locator('#organisation button[type="submit"]').click();
    await page.locator('#organisation-name').fill(kLong);
    await page.locator('#organisation-kind').selectOption({ index: 2 });
    await page.locator('#organisation-valid_from').fill('31/02/2026');
    await send();
    await said(page, 'Ngày không hợp lệ.');
    await page.locator('#organisation-valid_from').fill('');
    await page.locator('#organisation-parent_id').fill('không có cơ quan này');
    await send();
    await said(page, 'Hãy chọn một cơ quan, đơn vị trong danh sách gợi ý.');
    await page.locator('#organisation-parent_id').fill('');
    await send();
    await said(page, 'Nội dung quá dài. Hãy rút gọn.');
    let asked = 0;
    page.once('dialog', (dialog) => {
      asked += 1;
      void dialog.dismiss();
    });
    await page.goBack();
    await page.waitForTimeout(300);
    assert.equal(asked, 1, 'leaving asks once');
    assert.equal(await page.locator('#organisation-name').inputValue(), kLong, 'what was typed is still there');
    const name = `${kMarkup} ${kEmoji}`;
    await page.locator('#organisation-name').fill(name);
    const sent = await changesDuring(page, () => page.locator('#organisation button[type="submit"]').dblclick());
    assert.equal(sent, 1, 'a double click adds once');
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });
  await step('a fault told when a field is left does not move what is clicked', async () => {
    const { page } = keeper;
    await keeper.open('/organisations/new');
    await page.locator('#organisation-parent_id').fill('không có');
    await page.locator('#organisation-offline').click();
    assert.ok(await page.locator('#organisation-offline').isChecked());
    await said(page, 'Hãy chọn một cơ quan, đơn vị trong danh sách gợi ý.');
    await page.locator('#organisation-valid_from').fill('mai');
    await page.locator('#organisation-offline').click();
    assert.ok(!(await page.locator('#organisation-offline').isChecked()));
    await said(page, 'Ngày không hợp lệ.');
  });
  await step('a column that a file lacks is named in its language', async () => {
    const { page } = keeper;
    await keeper.open('/organisations/import');
    const rows = Buffer.from('Tên,Loại\nKhoa Thử,Bệnh viện\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'ds.csv', mimeType: 'text/csv', buffer: rows });
    await page.getByRole('cell', { name: 'Trực thuộc', exact: true }).waitFor();
  });
  await step('a search takes no more than it can carry, and any sign', async () => {
    const { page } = keeper;
    await keeper.open('/organisations');
    await page.locator('#org-query').pressSequentially('x'.repeat(230), { delay: 0 });
    assert.equal((await page.locator('#org-query').inputValue()).length, 200);
    await said(page, 'Không có cơ quan, đơn vị nào phù hợp.');
    await page.locator('#org-query').fill(kEmoji);
    await said(page, 'Không có cơ quan, đơn vị nào phù hợp.');
  });
  await step('a trail leads from the top of the tree', async () => {
    const { page, call } = keeper;
    const { items } = await call('GET', '/api/v1/organisations?query=cong%20an%20xa%20may%20truc');
    await keeper.open(`/organisations/${items[0].id}`);
    assert.deepEqual(await page.locator('.trail a').allInnerTexts(), [
      'Toàn bộ danh mục',
      'Ủy ban nhân dân tỉnh Lam Sương',
      'Ủy ban nhân dân xã Mây Trúc',
    ]);
  });
  await keeper.close();

  const officer = await person('daumoi.congan');
  await step('files that are no plan are refused one by one, with a reason', async () => {
    const { page } = officer;
    await officer.open('/documents');
    const files = [
      ['rong.txt', '', 'Tệp rỗng'],
      ['gia.pdf', kMarkup, 'không giao việc cho cơ quan nào'],
      ['mat.txt', 'ỦY BAN NHÂN DÂN\nMẬT\nSố: 1/KH-UBND\nKẾ HOẠCH\n', 'có dấu mật'],
    ];
    for (const [name, text, reason] of files) {
      await page.locator('#upload').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
      await page.locator('.uploads li', { hasText: name }).filter({ hasText: reason }).waitFor({ timeout: 30_000 });
    }
    await page.locator('#upload').setInputFiles(plan);
    await page.locator('.uploads a', { hasText: 'Rà soát' }).first().click({ timeout: 60_000 });
    await page.locator('article').first().waitFor();
  });
  await step('a dialog gives the focus back to what opened it', async () => {
    const { page } = officer;
    await page.locator('details.head summary').click();
    const edit = page.getByRole('button', { name: 'Sửa thông tin văn bản' });
    await edit.click();
    await page.locator('#head-form-issued_on').fill('hôm qua');
    await page.locator('#head-form button[type="submit"]').click();
    await said(page, 'Ngày không hợp lệ.');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.ok(await edit.evaluate((button) => button === document.activeElement), 'the focus is lost');
  });
  await step('F8 pressed twice or held confirms one task', async () => {
    const { page } = officer;
    const done = page.locator('.counts .done strong');
    const before = Number(await done.innerText());
    await page.locator('article button.open').first().focus();
    await page.route('**/confirm', async (route) => {
      await new Promise((wait) => setTimeout(wait, 300));
      await route.continue();
    });
    const sent = await changesDuring(page, async () => {
      await page.keyboard.down('F8');
      await page.keyboard.down('F8');
      await page.keyboard.up('F8');
      await page.keyboard.press('F8');
    });
    await page.unroute('**/confirm');
    assert.equal(sent, 1);
    await page.waitForFunction((wanted) => document.querySelector('.counts .done strong')?.textContent === wanted, String(before + 1));
    assert.equal(await page.locator('.notice.bad').count(), 0, 'no refusal is shown for it');
  });
  await step('on paper nothing stays folded', async () => {
    const { page } = officer;
    const closed = () => page.locator('main details:not([open])').count();
    const before = await closed();
    assert.ok(before > 0);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await closed(), 0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await closed(), before);
  });
  await step('a broken line and an ended session are said', async () => {
    const { page, context } = officer;
    await officer.open('/documents');
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.locator('#docs-query').fill('a');
    await said(page, 'Không kết nối được với máy chủ.');
    await page.unroute('**/api/v1/**');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await said(page, 'Không có văn bản nào phù hợp.').catch(() => page.locator('th a').first().waitFor());
    await context.clearCookies();
    await page.locator('#docs-query').fill('b');
    await said(page, 'Phiên làm việc đã kết thúc. Hãy đăng nhập lại.');
  });
  await officer.close();

  const administrator = await person('quantri');
  await step('a proposal is taken back once', async () => {
    const { page, call } = administrator;
    const { items } = await call('GET', '/api/v1/accounts');
    const someone = items.find((one) => one.login === 'canbo.phuong');
    await call('POST', `/api/v1/accounts/${someone.id}/reset`, { reason: 'Mất điện thoại, đã gặp trực tiếp.' });
    await administrator.open('/proposals');
    const sent = await changesDuring(page, () => page.getByRole('button', { name: 'Rút lại đề nghị' }).dblclick());
    assert.equal(sent, 1);
    await said(page, 'Đã rút lại');
    assert.equal(await page.locator('.notice.bad').count(), 0);
  });
  await step('words in a field to pick in are not called missing', async () => {
    const { page } = administrator;
    await administrator.open('/accounts/new');
    await page.locator('#account-organisation_id').fill('không có');
    await page.locator('#account button[type="submit"]').click();
    await said(page, 'Chưa nhập: Họ và tên.');
    await said(page, 'Hãy chọn một cơ quan, đơn vị trong danh sách gợi ý.');
  });
  await administrator.close();

  const librarian = await person('thuthu.xa');
  const desk = await person('quaydoc.xa');
  await step('nonsense in every field of a register is answered at its field', async () => {
    const some = ['long', 'noSuchDay'];
    let told = 0;
    for (const [{ page, open }, path, kinds] of [
      [librarian, '/registers/book/new', Object.keys(kNonsense)],
      [desk, '/registers/loan/new', some],
      [desk, '/registers/reader/new', some],
    ]) {
      for (const kind of kinds) {
        await open(path);
        const afresh = page.getByRole('button', { name: 'Bỏ bản nháp, nhập lại từ đầu' });
        if ((await afresh.count()) > 0) await afresh.click();
        await page.locator('nav.steps').waitFor();
        for (const part of [0, 1]) {
          await page.locator('nav.steps button').nth(part).click();
          await fillAll(page, 'main form', kNonsense[kind]);
          await page.locator('main form button[type=submit]').click();
          // Words in a field to pick in are told a moment after it was left.
          await page.waitForTimeout(350);
          told += await refusals(page, 'main form', `${path}, ${kind}, part ${part + 1}`);
        }
        assert.match(page.url(), /\/new/, `${path}: ${kind} was taken`);
      }
    }
    assert.ok(told > 40, `only ${told} refusals`);
    // What may be written must not push the rest of a list out of its frame.
    const answers = { title: 'x'.repeat(200), kind: 'novel', copies: 1, reader_kind: 'adult', asked_on: '2026-11-02' };
    await desk.call('POST', '/api/v1/registers/loan/records', { action: 'request', answers });
    await librarian.open('/registers/loan');
    await librarian.page.locator('tbody tr').first().waitFor();
    const isCut = () => librarian.page.evaluate(() => [...document.querySelectorAll('.frame')].some((one) => one.scrollWidth > one.clientWidth + 1));
    assert.equal(await isCut(), false, 'a long word cuts the list off');
  });
  await librarian.close();
  await desk.close();
} finally {
  await browser.close();
}
for (const failure of failures) console.error(`- ${failure}`);
console.log(failures.length === 0 ? 'every mistake was answered' : `${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
