/// Communes that were merged or split in mid-plan, in a real browser, in Vietnamese: the author of their duties is told above the
/// list, looks at what names each former body, passes some on and then the rest, chooses where several succeed.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/succeed.mjs
///
/// The server must hold a demonstration store with the plan desk's programme (`--programme`).
import assert from 'node:assert/strict';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-succeed';
if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
const { look, step, finish } = albumOf(browser, pictures, failures);
const author = await person('daumoi.congan');
const { page, call, open } = author;
// Communes lie below no body of the police: the tree is the administrator's.
const administrator = await person('quantri');
const keeper = await person('dulieu');
const button = (name) => page.getByRole('button', { name });
const said = (text) => page.getByText(text).first().waitFor();
const kPaper = 'Nghị quyết số 16/NQ-HĐND';

async function commune(index) {
  const { items } = await call('GET', '/api/v1/organisations?kind=commune_committee&query=');
  assert.ok(items.length > 4, 'communes of the demonstration province');
  return items[index];
}
async function give(body, title, day) {
  const answers = {
    title, body, source_kind: 'plan', source_number: '12/KH-UBND', source_on: '2026-10-20', part: 'lead', named_on: day, named_counts: 'that_day',
  };
  await call('POST', '/api/v1/registers/duty/records', { action: 'give_dated', answers });
}
async function end(body, heirs) {
  const answer = await administrator.page.request.fetch(`/api/v1/organisations/${body}`, { headers: { 'X-Neove': '1' } });
  const successors = heirs.map(([id, subject]) => ({ organisation_id: id, subject, on: '2026-11-01', basis: kPaper }));
  const done = await administrator.page.request.fetch(`/api/v1/organisations/${body}`, {
    method: 'PATCH',
    headers: { 'X-Neove': '1', 'If-Match': answer.headers()['etag'] },
    data: { valid_until: '2026-11-01', successors, reason: kPaper },
  });
  assert.equal(done.status(), 202, await done.text());
  // A successor takes records over: nothing has changed until a second person read what was, and what is to be.
  const { id, bodies } = await done.json();
  await keeper.open('/proposals');
  await keeper.page.getByText(bodies[0].place, { exact: true }).first().waitFor();
  await keeper.page.getByText(/Đơn vị kế thừa: \(không có\) → /).first().waitFor();
  await look(keeper.page, 'de-nghi-don-vi-ke-thua');
  const confirmed = await keeper.page.request.fetch(`/api/v1/proposals/${id}/confirm`, { method: 'POST', headers: { 'X-Neove': '1' } });
  assert.ok(confirmed.ok(), `${confirmed.status()} ${await confirmed.text()}`);
}

const [merged, split, heir, other] = await Promise.all([0, 1, 2, 3].map(commune));
try {
  await step('nothing is said while every body is there', async () => {
    for (const [index, title] of ['Rà soát cơ sở lưu trú', 'Tập huấn cán bộ thôn, tổ dân phố', 'Truyền thông ở chợ phiên'].entries()) {
      await give(merged.id, title, `2027-01-1${index}`);
    }
    // Two communes that are merged were both given the same.
    await give(heir.id, 'Truyền thông ở chợ phiên', '2027-01-12');
    await give(split.id, 'Ký cam kết với chủ phương tiện', '2027-02-01');
    await give(split.id, 'Lập danh sách lao động đi làm ăn xa', '2027-02-02');
    await open('/registers/duty');
    assert.equal(await page.getByText('Đơn vị đã sắp xếp lại').count(), 0);
  });
  await step('a merger and a split are told above the list', async () => {
    await end(merged.id, [[heir.id, 'toàn bộ']]);
    await end(split.id, [[heir.id, 'các thôn phía bắc'], [other.id, 'các thôn phía nam']]);
    await open('/registers/duty');
    await said(/Đơn vị đã sắp xếp lại: 2 đơn vị, \d+ hồ sơ/);
    await look(page, 'don-vi-sap-xep-lai-bao');
    await page.getByRole('link', { name: 'Xem và chuyển' }).click();
    await page.locator('article', { hasText: merged.name }).waitFor();
    await said(/Thôi hoạt động từ 01\/11\/2026/);
    await look(page, 'don-vi-sap-xep-lai');
  });
  await step('what the successor was given too is told, and let go with a reason', async () => {
    await page.locator('article', { hasText: merged.name }).getByRole('button', { name: 'Xem và chuyển' }).click();
    await said(/Nơi kế thừa đã có NV-/);
    await page.getByLabel(/Cho thôi \d+ hồ sơ mà nơi kế thừa đã có/).check();
    await page.getByLabel(/Lý do/).fill('Nơi kế thừa đã được giao cùng việc');
    await look(page, 'cho-thoi-viec-trung');
    await button(/Cho thôi \(\d+ hồ sơ trùng\)/).click();
    await said(/Đã cho thôi (\d+)\/\1 hồ sơ/);
    await button('Về danh sách đơn vị').click();
  });
  await step('without the paper nothing goes; with it all of them do', async () => {
    await page.locator('article', { hasText: merged.name }).getByRole('button', { name: 'Xem và chuyển' }).click();
    await button(/Chuyển cho đơn vị kế thừa \(\d+ hồ sơ\)/).click();
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 1);
    await look(page, 'chuyen-cho-don-vi-ke-thua');
    await page.getByLabel(/Căn cứ chuyển/).fill(kPaper);
    await button(/Chuyển cho đơn vị kế thừa \(\d+ hồ sơ\)/).click();
    await said(/Đã chuyển (\d+)\/\1 hồ sơ/);
    await look(page, 'da-chuyen');
    await button('Về danh sách đơn vị').click();
  });
  await step('of a body that was split a part goes to each', async () => {
    await page.locator('article', { hasText: split.name }).getByRole('button', { name: 'Xem và chuyển' }).click();
    await page.getByLabel(/Chuyển cho đơn vị/).selectOption(heir.id);
    await page.locator('fieldset li input[type=checkbox]').first().uncheck();
    await page.getByLabel(/Căn cứ chuyển/).fill(kPaper);
    await look(page, 'chia-cho-nhieu-don-vi');
    const submit = button(/Chuyển cho đơn vị kế thừa \(\d+ hồ sơ\)/);
    await submit.click();
    await said(/Đã chuyển (\d+)\/\1 hồ sơ/);
    await button('Về danh sách đơn vị').click();
    const left = page.locator('article', { hasText: split.name });
    await left.getByText('1 hồ sơ', { exact: true }).waitFor();
    await left.getByRole('button', { name: 'Xem và chuyển' }).click();
    await page.getByLabel(/Chuyển cho đơn vị/).selectOption(other.id);
    await page.getByLabel(/Căn cứ chuyển/).fill(kPaper);
    await submit.click();
    await said('Đã chuyển 1/1 hồ sơ');
    await button('Về danh sách đơn vị').click();
    await said('Không có hồ sơ nào cần chuyển.');
    await open('/registers/duty');
    assert.equal(await page.getByText('Đơn vị đã sắp xếp lại').count(), 0);
  });
  await step('the body that gave them ends too: they become its successor\'s', async () => {
    const former = (await call('GET', '/api/v1/me')).acting.organisation;
    const health = await person('daumoi.yte');
    const successor = (await health.call('GET', '/api/v1/me')).acting.organisation;
    await end(former.id, [[successor.id, 'toàn bộ']]);
    await open('/registers/duty/successions');
    await page.locator('article', { hasText: former.name }).getByRole('button', { name: 'Chuyển vai trò khác' }).click();
    await said('Đơn vị quản lý hồ sơ');
    const submit = button(/Chuyển cho đơn vị kế thừa \(\d+ hồ sơ\)/);
    await submit.click();
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 1);
    await page.getByLabel(/Căn cứ chuyển/).fill(kPaper);
    await look(page, 'chuyen-don-vi-quan-ly');
    await submit.click();
    await said(/Đã chuyển (\d+)\/\1 hồ sơ/);
    await health.open('/registers/duty');
    await health.page.getByText('Tập huấn cán bộ thôn, tổ dân phố').first().waitFor();
    await look(health.page, 'don-vi-ke-thua-quan-ly');
  });
} finally {
  await browser.close();
}
finish();
