/// From a confirmed plan to duties in a real browser, in Vietnamese: the focal officer looks at what each body will get, gives
/// it out, finds it in the register, follows a duty back to the paragraph of the plan; giving it again gives nothing.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/allot.mjs
///
/// The server must hold a fresh demonstration store with a programme whose register takes tasks, and whose roles are the house's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-allot';
if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
const { look, step, finish } = albumOf(browser, pictures, failures);
const plan = readFileSync(new URL('../../../packs/demo_province/sample_plan.txt', import.meta.url));

const focal = await person('daumoi.congan');
const { page, open } = focal;
let document = '';

/// A plan as reviewers leave it: all tasks that can be confirmed are, those whose bodies wait for a choice are not.
async function confirmedPlan() {
  const sent = await page.request.fetch('/api/v1/documents', {
    method: 'POST',
    headers: { 'X-Neove': '1', 'Content-Type': 'application/octet-stream', 'X-File-Name': 'ke-hoach.txt' },
    data: plan,
  });
  assert.ok(sent.ok(), `upload: ${sent.status()} ${await sent.text()}`);
  const { id } = await sent.json();
  const reading = async () => {
    const answer = await page.request.fetch(`/api/v1/documents/${id}/reading`, { headers: { 'X-Neove': '1' } });
    return { tag: answer.headers()['etag'], ...(await answer.json()) };
  };
  const first = await reading();
  let confirmed = 0;
  let tag = first.tag;
  for (const task of first.tasks) {
    const answer = await page.request.fetch(`/api/v1/documents/${id}/confirm`, {
      method: 'POST',
      headers: { 'X-Neove': '1', 'If-Match': tag },
      data: { task_ids: [task.id] },
    });
    if (answer.ok()) {
      confirmed += 1;
      tag = answer.headers()['etag'];
    }
  }
  assert.ok(confirmed > 5, `only ${confirmed} tasks could be confirmed`);
  return id;
}

const box = page.locator('section.allot');
const button = (name) => page.getByRole('button', { name });
let given = 0;
try {
  await step('a confirmed plan shows what each body will get, and what is still missing', async () => {
    document = await confirmedPlan();
    await open(`/documents/${document}`);
    await box.getByText(/Chưa giao: \d+ nhiệm vụ/).waitFor();
    await look(page, 'giao-nhiem-vu-dong');
    await button('Xem trước và giao').click();
    await box.getByText(/mở \d+ nhiệm vụ cho \d+ đơn vị/).first().waitFor();
    await look(page, 'giao-nhiem-vu-xem-truoc');
  });
  await step('another group is chosen for a section, and the preview follows', async () => {
    const group = box.locator('select').first();
    const before = await group.inputValue();
    const other = await group.locator('option').evaluateAll(
      (all, value) => all.map((one) => one.value).find((one) => one !== value),
      before,
    );
    const tried = page.waitForResponse((one) => one.url().endsWith('/allotments'));
    await group.selectOption(other);
    await tried;
    await page.waitForTimeout(200);
    assert.equal(await group.inputValue(), other);
  });
  await step('an order to report is ticked, with its days and what "before that day" means', async () => {
    const order = box.locator('.order', { hasText: 'trước ngày 10/12' });
    const answered = () => page.waitForResponse((one) => one.url().endsWith('/allotments'));
    const toGive = async () => Number(/\d+/.exec(await button(/^Giao \d+ nhiệm vụ$/).innerText())[0]);
    const before = await toGive();
    let tried = answered();
    await order.getByRole('checkbox').check();
    await tried;
    const counts = order.locator('select');
    await counts.waitFor();
    assert.equal(await counts.inputValue(), 'day_before', 'the paper says "before that day"');
    await page.waitForTimeout(200);
    assert.ok((await toGive()) >= before + 4, 'four days for each body');
    const day = order.getByLabel('Ngày báo cáo 10/12');
    await day.fill('nonsense');
    await day.blur();
    await order.getByRole('alert').waitFor();
    tried = answered();
    await day.fill('12/12');
    await day.blur();
    await tried;
    await order.getByText('12/12/2027').waitFor();
    await look(page, 'giao-bao-cao');
  });
  await step('the work is given out, once', async () => {
    const give = button(/^Giao \d+ nhiệm vụ$/);
    given = Number(/\d+/.exec(await give.innerText())[0]);
    await give.click();
    await page.getByRole('dialog').getByText(`Giao ${given} nhiệm vụ cho các đơn vị?`).waitFor();
    await look(page, 'hoi-truoc-khi-giao');
    await button('Giao ngay').click();
    await page.getByText(`Đã giao ${given} nhiệm vụ.`).first().waitFor();
    await box.getByText('Còn việc chưa giao được').waitFor();
    assert.equal(await give.count(), 0, 'nothing is left to give');
    await look(page, 'giao-nhiem-vu-xong');
    await page.reload();
    await box.getByText('Còn việc chưa giao được').waitFor();
  });
  await step('a duty leads back to the paragraph of the plan', async () => {
    await box.getByRole('link', { name: /^Đã giao/ }).click();
    await page.locator('table a').first().waitFor();
    await look(page, 'so-nhiem-vu');
    // Not a report: that comes from an order of its own, not from a task.
    await page.locator('tbody tr').filter({ hasNotText: 'theo văn bản số' }).locator('a').first().click();
    const link = page.getByRole('link', { name: /^412\/KH-UBND, / }).first();
    await link.waitFor();
    await look(page, 'nhiem-vu');
    await link.click();
    await page.waitForURL(`**/documents/${document}?task=*`);
    await page.locator('button.open:focus').waitFor();
    await look(page, 'doan-trong-van-ban');
  });
} finally {
  await browser.close();
}
finish();
