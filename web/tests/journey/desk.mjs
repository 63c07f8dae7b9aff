/// A plan from its confirmation to the leader's brief in a real browser, in Vietnamese: given out; a commune's officer finds her
/// duties under "Việc của tôi", drafts her own plan, reports with a figure and a file, asks for more time and gets it, tells an
/// obstacle and is answered; whoever gave the work sees who is late, reminds all of them at once, has the letter and the brief.
/// Words that were typed for something no longer possible are still there; nonsense is answered at its field.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots NEOVE_PLAN=plan.txt node tests/journey/desk.mjs
///
/// The server must hold a fresh demonstration store with the plan desk's programme from its first start.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { albumOf, kDesk } from './album.mjs';
import { startBrowser } from './browser.mjs';
import { fillAll, kNonsense, refusals } from './nonsense.mjs';
import { actOf, windowsOf } from './people.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-desk';
const planFile = process.env['NEOVE_PLAN'];
if (!baseUrl || !planFile) {
  console.error('BASE_URL or NEOVE_PLAN is missing');
  process.exit(1);
}
const browser = await startBrowser();
const failures = [];
const person = windowsOf(browser, baseUrl, failures, kDesk);
/// What must never stand in an address or a window's title.
const kTitle = 'Khảo sát cơ sở lưu trú';
const { look, step, finish } = albumOf(browser, pictures, failures, { secrets: () => [kTitle, 'Thiếu kinh phí'] });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const said = (page, text) => page.getByText(text).first().waitFor();
const send = (page) => page.locator('.deed button[type=submit]').click();
const day = (page, ahead) =>
  page.evaluate(
    (days) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(Date.now() + days * 86_400_000)),
    ahead,
  );
const shown = (iso) => iso.split('-').reverse().join('/');
const kQuarters = ['Quý I', 'Quý II', 'Quý III', 'Quý IV'];
/// The quarter that is reported now, from the 15th of the month before it on (Decree 09/2019, Art. 12), and the last one.
function quarterOf(iso) {
  const [year, month, date] = iso.split('-').map(Number);
  const months = year * 12 + month - (date >= 15 ? 0 : 1);
  const at = (many) => ({ year: Math.floor(many / 12), quarter: Math.floor((many % 12) / 3) + 1 });
  return { ...at(months), last: at(months - 3) };
}
async function begin(page, action) {
  await (await actOf(page, action)).click();
  await page.locator('.deed button[type=submit]').waitFor();
}
/// Grave acts ask for a code.
async function codeIfAsked(page, text) {
  const told = page.getByText(text).first();
  await told.or(page.locator('#step-up-form')).first().waitFor();
  if ((await page.locator('#step-up-form').count()) > 0) {
    await button(page, 'Điền mã của tài khoản trình diễn').click();
    await page.waitForFunction(() => /^\d{6}$/.test(document.querySelector('#step-up-form-code')?.value ?? ''));
    await page.locator('#step-up-form button[type=submit]').click();
  }
  await told.waitFor();
}
/// Pictures of a paper's pages, where the tools are.
const canDraw = existsSync('/usr/bin/soffice') && existsSync('/usr/bin/pdftoppm');
if (!canDraw) console.log('SKIP papers as pictures: soffice or pdftoppm is not here');
function drawPaper(file, name) {
  if (!canDraw) return;
  const folder = mkdtempSync(join(tmpdir(), 'neove-paper-'));
  const options = [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder];
  execFileSync('/usr/bin/soffice', [...options, file], { stdio: 'ignore', timeout: 120_000 });
  const pdf = readdirSync(folder).find((one) => one.endsWith('.pdf'));
  assert.ok(pdf, `${name}: no page was drawn`);
  execFileSync('/usr/bin/pdftoppm', ['-r', '60', '-png', join(folder, pdf), join(pictures, `giay-${name}`)]);
  rmSync(folder, { recursive: true, force: true });
}
/// Drafts a paper in the dialog that "Soạn văn bản" opens; gives the words of its DOCX. `after` has the last word in the dialog.
async function paper(page, name, picture, after = () => undefined) {
  await button(page, 'Soạn văn bản').click();
  const dialog = page.getByRole('dialog');
  // Its label says how many rows it has, too.
  await dialog.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  await look(page, `soan-${picture}`);
  const waiting = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Tải DOCX' }).click();
  const file = await waiting;
  assert.equal(file.suggestedFilename(), `${name}.docx`);
  const path = join(pictures, `${picture}.docx`);
  await file.saveAs(path);
  await after(dialog);
  await dialog.waitFor({ state: 'detached' });
  drawPaper(path, picture);
  return execFileSync('unzip', ['-p', path, 'word/document.xml'], { encoding: 'utf8' }).replaceAll(/<[^>]+>/g, '');
}

const focal = await person('daumoi.congan');
let commune;
let plan = '';
let duty = '';
let request = '';
let obstacle = '';
/// A duty whose title and day this walk knows, beside those of the plan.
async function given(title, dueOn, body) {
  const answers = {
    title, body, named_on: dueOn, source_kind: 'plan', source_number: '88/KH-UBND', source_on: '2026-10-01', part: 'lead', named_counts: 'that_day',
  };
  const { id } = await focal.call('POST', '/api/v1/registers/duty/records', { action: 'give_dated', answers, links: [] });
  return `/registers/duty/${id}`;
}
try {
  await step('a plan is confirmed, its number filled in, and given out once', async () => {
    const { page, open } = focal;
    const sent = await page.request.fetch('/api/v1/documents', {
      method: 'POST',
      headers: { 'X-Neove': '1', 'Content-Type': 'application/octet-stream', 'X-File-Name': 'ke-hoach.txt' },
      data: readFileSync(planFile),
    });
    assert.ok(sent.ok(), `upload: ${sent.status()} ${await sent.text()}`);
    plan = (await sent.json()).id;
    await open(`/documents/${plan}`);
    await page.getByRole('button', { name: /^Xác nhận tất cả/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xác nhận', exact: true }).click();
    const box = page.locator('section.allot');
    await box.waitFor();
    await box.getByRole('button', { name: 'Xem trước và giao' }).click();
    await look(page, 'giao-nhiem-vu');
    const fill = box.getByRole('button', { name: 'Điền vào thông tin văn bản' });
    if ((await fill.count()) > 0) {
      await fill.click();
      await page.locator('#head-form-number').fill('412/KH-UBND');
      const date = page.locator('#head-form-issued_on');
      if ((await date.inputValue()) === '') await date.fill('16/10/2026');
      await page.locator('#head-form button[type="submit"]').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      await box.getByRole('button', { name: /^Giao \d+ nhiệm vụ$/ }).waitFor();
    }
    await look(page, 'giao-nhiem-vu-san-sang');
    await box.getByRole('button', { name: /^Giao \d+ nhiệm vụ$/ }).click();
    await page.getByRole('button', { name: 'Giao ngay' }).click();
    await codeIfAsked(page, /^Đã giao \d+ nhiệm vụ/);
    await page.locator('#filter').selectOption('confirmed');
    await page.locator('article', { hasText: /Nhiệm vụ được giao: \d+ \(/ }).first().waitFor();
    await look(page, 'van-ban-da-giao');
  });
  await step('a commune’s officer finds her duties, and whoever has none is told so', async () => {
    commune = await person('canbo.xa');
    const body = (await commune.call('GET', '/api/v1/me')).acting.organisation.id;
    duty = await given(kTitle, await day(commune.page, 20), body);
    const { page, open } = commune;
    await open('/');
    await page.getByRole('link', { name: kTitle }).waitFor();
    await look(page, 'viec-cua-toi');
    const none = await person('lanhdao');
    await none.open('/');
    await look(none.page, 'viec-cua-toi-trong');
    await none.close();
  });
  await step('she drafts her own plan from what she was given', async () => {
    const { page, open } = commune;
    await open('/registers/duty');
    await page.locator('tbody tr').first().waitFor();
    await look(page, 'nhiem-vu-cua-xa');
    const text = await paper(page, 'Kế hoạch của đơn vị', 'ke-hoach-xa', async (dialog) => {
      // A plan above waits for hers: what comes next is told, and recording it is one click away.
      await dialog.getByText('Việc tiếp theo').waitFor();
      await dialog.getByRole('button', { name: 'Ghi kế hoạch đã ban hành' }).waitFor();
      await look(page, 'ke-hoach-xa-buoc-tiep');
      await dialog.getByRole('button', { name: 'Đóng' }).last().click();
    });
    assert.match(text, new RegExp(kTitle));
  });
  await step('a duty is headed by what it is; progress is reported with a figure and a file', async () => {
    const { page, open } = commune;
    await open(duty);
    await page.getByRole('heading', { level: 1, name: kTitle }).waitFor();
    await look(page, 'nhiem-vu');
    await begin(page, 'Báo tiến độ');
    await page.locator('.deed').getByLabel('Tiến độ').fill('Đã khảo sát 6 cơ sở, còn 4 cơ sở ở bản xa.');
    await page.locator('.deed').getByRole('button', { name: 'Thêm dòng' }).click();
    await page.locator('#f-figures-0-what').fill('Cơ sở đã khảo sát');
    await page.locator('#f-figures-0-number').fill('6');
    await page.locator('#f-figures-0-unit').fill('cơ sở');
    await page.locator('.deed input[type=file]').setInputFiles({ name: 'bien-ban.csv', mimeType: 'text/csv', buffer: Buffer.from('TT,Cơ sở\n1,Nhà nghỉ Mây\n') });
    await page.locator('.deed').getByText('bien-ban.csv').waitFor();
    await look(page, 'bao-tien-do');
    await send(page);
    await said(page, 'Đã ghi: Đã báo tiến độ.');
    await page.getByRole('cell', { name: 'Cơ sở đã khảo sát' }).first().waitFor();
    await look(page, 'da-bao-tien-do');
  });
  await step('she asks for more time from the duty itself', async () => {
    const { page } = commune;
    await (await actOf(page, 'Đề nghị gia hạn')).click();
    await said(page, 'Của nhiệm vụ:');
    assert.equal(await page.locator('#f-title').inputValue(), kTitle, 'what is known is not typed again');
    assert.equal(await page.locator('input#f-first_due_on').count(), 0, 'the day of the duty is shown, not asked');
    await page.locator('#f-asked_on').fill(shown(await day(page, 0)));
    await page.locator('#f-proposed_on').fill(shown(await day(page, 40)));
    await page.locator('#f-why').fill('Mưa lũ chia cắt đường vào hai bản.');
    await page.locator('#f-done_so_far').fill('Đã khảo sát 6 trên 10 cơ sở.');
    await look(page, 'de-nghi-gia-han');
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(/\/registers\/extension_request\/[0-9a-f]{32}/);
    request = new URL(page.url()).pathname;
    await look(page, 'da-de-nghi-gia-han');
  });
  await step('the author grants it: the day of the duty moves, the first one stays to be seen', async () => {
    const { page, open } = focal;
    await open('/');
    await look(page, 'viec-cua-dau-moi');
    await open(request);
    await begin(page, 'Cho gia hạn');
    await page.locator('.deed #f-granted_to').fill(shown(await day(page, 35)));
    await page.locator('.deed #f-decided_on').fill(shown(await day(page, 0)));
    await page.locator('.deed #f-decision_words').fill('Đồng ý vì mưa lũ.');
    await look(page, 'cho-gia-han');
    await send(page);
    await codeIfAsked(page, 'Đã ghi: Đã cho gia hạn.');
    await commune.open(duty);
    await commune.page.locator('dl div', { hasText: 'Thời hạn ban đầu' }).getByText(shown(await day(page, 20))).waitFor();
    await commune.page.locator('dl div', { hasText: 'Thời hạn hoàn thành' }).getByText(shown(await day(page, 35))).waitFor();
    await look(commune.page, 'da-gia-han');
  });
  await step('work inside the commune: not behind the day of the duty; an officer is asked for at once', async () => {
    const { page, open } = commune;
    await open(duty);
    await (await actOf(page, 'Phân công')).click();
    await said(page, 'Của nhiệm vụ:');
    await page.getByLabel('Cán bộ được phân công').check();
    await button(page, 'Tiếp tục').click();
    await page.locator('#f-given_on').fill(shown(await day(page, 0)));
    await page.locator('#f-by_day').fill(shown(await day(page, 300)));
    await page.locator('main form button[type=submit]').click();
    await page.locator('#f-by_day-fault').waitFor();
    await look(page, 'phan-cong-sau-thoi-han');
    await page.locator('#f-by_day').fill(shown(await day(page, 10)));
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(/\/registers\/delegation\/[0-9a-f]{32}\?assign=assigned$/);
    const whom = page.locator('[id^="assign-person-"]');
    await whom.first().waitFor();
    await look(page, 'phan-cong-cho-ai');
    await open(duty);
  });
  await step('what is sent back stands first under her work, with why', async () => {
    const body = (await commune.call('GET', '/api/v1/me')).acting.organisation.id;
    const back = await given('Lập danh sách hộ', await day(commune.page, 60), body);
    await commune.open(back);
    await begin(commune.page, 'Báo hoàn thành');
    await commune.page.locator('.deed #f-done_on').fill(shown(await day(commune.page, 0)));
    await commune.page.locator('.deed #f-progress').fill('Đã lập danh sách.');
    await send(commune.page);
    await said(commune.page, 'Đã ghi: Đã báo hoàn thành.');
    await focal.open(back);
    await begin(focal.page, 'Trả lại');
    await focal.page.locator('#deed-reason').fill('Thiếu danh sách của hai bản.');
    await send(focal.page);
    await codeIfAsked(focal.page, 'Đã ghi: Đã trả lại.');
    await commune.open('/');
    const now = commune.page.getByRole('region', { name: /^Cần làm ngay/ });
    await now.getByText('Đã trả lại: Thiếu danh sách của hai bản.').waitFor();
    await said(commune.page, '1 việc bị trả lại');
    await look(commune.page, 'bi-tra-lai');
    await commune.open(duty);
  });
  await step('an obstacle is told from the duty, answered, and confirmed solved', async () => {
    const { page, open } = commune;
    await (await actOf(page, 'Khó khăn, vướng mắc')).click();
    await page.locator('#f-difficulty').fill('Thiếu kinh phí');
    await page.getByLabel('Loại').first().selectOption({ index: 1 }).catch(() => page.locator('#f-kind input').first().check());
    await page.locator('#f-raised_on').fill(shown(await day(page, 0)));
    await page.locator('#f-words').fill('Chưa được cấp kinh phí đi lại.');
    await look(page, 'neu-vuong-mac');
    await button(page, 'Tiếp tục').click();
    await page.locator('#f-asked_body').waitFor();
    await button(page, 'Nêu khó khăn, vướng mắc').click();
    await page.waitForURL(/\/registers\/obstacle\/[0-9a-f]{32}/);
    obstacle = new URL(page.url()).pathname;
    await focal.open(obstacle);
    await begin(focal.page, 'Hướng dẫn');
    await focal.page.locator('.deed #f-guided_on').fill(shown(await day(page, 0)));
    await focal.page.locator('.deed #f-guidance').fill('Dùng nguồn chi thường xuyên.');
    await send(focal.page);
    await focal.page.locator('.deed').waitFor({ state: 'detached' });
    await open(obstacle);
    await said(page, 'Dùng nguồn chi thường xuyên.');
    await look(page, 'vuong-mac-da-tra-loi');
    await open(duty);
    await page.getByRole('heading', { name: 'Hồ sơ liên kết tới đây' }).waitFor();
    await look(page, 'nhiem-vu-co-ho-so-lien-ket');
  });
  await step('words typed for what can no longer be done are kept, to be copied', async () => {
    const { page, open } = commune;
    const body = (await commune.call('GET', '/api/v1/me')).acting.organisation.id;
    const gone = await given('Thống kê hộ có người đi làm ăn xa', await day(page, 9), body);
    await open(gone);
    await begin(page, 'Báo tiến độ');
    await page.locator('.deed').getByLabel('Tiến độ').fill('Đã thống kê ba bản.');
    await page.getByText(/Đã lưu nháp lúc/).waitFor();
    await focal.open(gone);
    await begin(focal.page, 'Thu hồi');
    await focal.page.locator('.deed #f-stopped_on').fill(shown(await day(page, 0)));
    await focal.page.locator('#deed-reason').fill('Đã giao ở kế hoạch khác');
    await send(focal.page);
    await codeIfAsked(focal.page, 'Đã ghi: Đã thu hồi.');
    await send(page);
    await said(page, 'Việc này không còn làm được.');
    assert.match(await page.locator('#kept-words').inputValue(), /Tiến độ: Đã thống kê ba bản\./);
    await look(page, 'viec-khong-con-lam-duoc');
    await button(page, 'Bỏ nội dung này').click();
    await page.locator('#kept-words').waitFor({ state: 'detached' });
  });
  await step('the board shows who is late; one act reminds all of them; the letter names them', async () => {
    const { page, open, call } = focal;
    const { records } = await call('GET', '/api/v1/registers/duty/records?sort=opened');
    const bodies = [...new Set(records.map((one) => one.columns.body).filter(Boolean))].slice(0, 3);
    for (const [index, body] of bodies.entries()) await given(`Báo cáo số liệu kỳ ${index + 1}`, '2026-11-05', body);
    await open('/registers/duty');
    await page.getByRole('link', { name: 'Bảng theo dõi' }).click();
    await page.locator('.board tbody tr').first().waitFor();
    await look(page, 'bang-theo-doi');
    await page.getByRole('button', { name: /^Ghi việc đôn đốc:/ }).click();
    await page.locator('#bulk-records').waitFor();
    await page.locator('#f-nudge_paper').fill('91/UBND-NC');
    await page.locator('#f-nudge_on').fill(shown(await day(page, 0)));
    await look(page, 'don-doc-tat-ca');
    await page.locator('.bulk button[type=submit]').click();
    await codeIfAsked(page, new RegExp(`^Đã ghi ${bodies.length}/${bodies.length} hồ sơ`));
    await look(page, 'da-don-doc');
    await button(page, 'Về bảng theo dõi').click();
    await page.locator('a.sum.overdue').click();
    await page.locator('tbody tr').first().waitFor();
    await look(page, 'nhung-viec-qua-han');
    const letter = await paper(page, 'Công văn đôn đốc', 'cong-van-don-doc');
    for (const index of bodies.keys()) assert.match(letter, new RegExp(`Báo cáo số liệu kỳ ${index + 1}`));
    await open('/registers/duty/board?view=months');
    await page.locator('main svg, main table, main .month').first().waitFor();
    await look(page, 'tien-do-thoi-gian');
  });
  await step('who has not answered for the quarter is a figure and a list; nobody is reminded while it runs, nor asked for one before', async () => {
    const { page, call, open } = focal;
    const body = (await commune.call('GET', '/api/v1/me')).acting.organisation.id;
    const answers = {
      title: 'Tuyên truyền thường xuyên', body, source_kind: 'plan', source_number: '88/KH-UBND', source_on: '2026-10-01',
      work_group: 'prevention', answered_how: 'own_words', items: [{ item: '1', order: 'Phát thanh hằng tháng' }],
    };
    const { id } = await call('POST', '/api/v1/registers/duty/records', { action: 'give_standing', answers });
    const { year, quarter, last } = quarterOf(await day(page, 0));
    const ask = async (of) => {
      const asked = page.getByLabel('Năm', { exact: true });
      if (!(await asked.isVisible())) await page.getByText('Ai chưa trả lời trong kỳ').click();
      // Which periods have begun depends on the year.
      await asked.fill(String(of.year));
      await page.getByLabel('Kỳ báo cáo').selectOption({ label: kQuarters[of.quarter - 1] });
      await page.getByRole('button', { name: 'Xem ai chưa trả lời' }).click();
    };
    const count = async () => {
      const told = await page.getByText(/^Chưa “Trả lời trong kỳ” \(Quý [IV]+, \d+\): \d+ hồ sơ/).textContent();
      return Number(/: (\d+) hồ sơ/.exec(told ?? '')?.[1]);
    };
    await open('/registers/duty/board');
    await ask(last);
    await said(page, 'Mọi hồ sơ phải trả lời trong kỳ này');
    await ask({ year, quarter });
    await said(page, 'Kỳ này chưa kết thúc nên chưa đôn đốc.');
    const before = await count();
    assert.ok(before > 0, 'nobody has answered yet');
    assert.equal(await page.getByRole('button', { name: /chưa trả lời \(\d+ hồ sơ\)$/ }).count(), 0);
    await look(page, 'chua-tra-loi-trong-ky');
    const at = `/api/v1/registers/duty/records/${id}`;
    const seen = await commune.page.request.fetch(at, { headers: { 'X-Neove': '1' } });
    const answered = await commune.page.request.fetch(`${at}/actions`, {
      method: 'POST',
      headers: { 'X-Neove': '1', 'If-Match': seen.headers()['etag'] },
      data: { action: 'answer_period', answers: { period: `quarter_${quarter}`, period_year: year, nothing_happened: 'yes' } },
    });
    assert.ok(answered.ok(), await answered.text());
    await page.reload();
    await page.getByText(/^Chưa “Trả lời trong kỳ”/).waitFor();
    assert.equal(await count(), before - 1);
    await page.locator('a.sum').last().click();
    await said(page, `Chưa “Trả lời trong kỳ”: ${kQuarters[quarter - 1]}, ${year}`);
    await look(page, 'danh-sach-chua-tra-loi');
  });
  await step('nothing happened is said once for all groups of a plan; what was answered before is left alone', async () => {
    const { page, open } = commune;
    const { year, quarter } = quarterOf(await day(page, 0));
    await open('/registers/duty?filter=standing');
    await page.locator('tbody tr a').first().click();
    await page.getByRole('link', { name: 'Trả lời tất cả: “Không phát sinh”' }).click();
    const see = async () => {
      await page.getByLabel('Năm', { exact: true }).fill(String(year));
      await page.getByLabel('Kỳ báo cáo').selectOption({ label: kQuarters[quarter - 1] });
      await page.getByRole('button', { name: 'Xem hồ sơ chưa trả lời' }).click();
    };
    await see();
    const send = page.getByRole('button', { name: /^“Không phát sinh” cho \d+ hồ sơ$/ });
    await send.waitFor();
    await look(page, 'khong-phat-sinh-tat-ca');
    const many = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0]);
    assert.ok(many > 0, 'none was without an answer');
    await send.click();
    await page.getByRole('dialog').getByText(`Ghi “Không phát sinh” vào ${many} hồ sơ?`).waitFor();
    await look(page, 'khong-phat-sinh-hoi-lai');
    await page.getByRole('dialog').getByRole('button', { name: `Ghi vào ${many} hồ sơ` }).click();
    await said(page, new RegExp(`Đã ghi ${many}/${many} hồ sơ`));
    await look(page, 'khong-phat-sinh-da-ghi');
    await open('/registers/duty?do=at-once');
    await see();
    await said(page, 'không còn hồ sơ nào chưa trả lời');
  });
  await step('the leader’s brief, and a text to paste that says nothing inside', async () => {
    const { page, open } = focal;
    await open('/registers/duty');
    await page.locator('tbody tr').first().waitFor();
    await paper(page, 'Báo cáo nhanh cho lãnh đạo', 'bao-cao-lanh-dao');
  });
  await step('nonsense in every field of the desk is answered at its field', async () => {
    let told = 0;
    for (const [{ page, open }, path, kinds] of [
      [focal, '/registers/duty/new?action=give_dated', Object.keys(kNonsense)],
      [focal, '/registers/duty/new?action=give_standing', ['long', 'noSuchDay']],
      [focal, '/registers/meeting/new', ['long', 'noSuchDay']],
      [focal, '/registers/instruction/new', ['long', 'noSuchDay']],
      [commune, '/registers/extension_request/new', Object.keys(kNonsense)],
      [commune, '/registers/obstacle/new', ['long', 'noSuchDay']],
    ]) {
      for (const kind of kinds) {
        await open(path);
        const afresh = page.getByRole('button', { name: 'Bỏ bản nháp, nhập lại từ đầu' });
        if ((await afresh.count()) > 0) await afresh.click();
        await page.locator('main form').waitFor();
        const parts = Math.max(1, await page.locator('nav.steps button').count());
        for (let part = 0; part < parts; part += 1) {
          if (parts > 1) await page.locator('nav.steps button').nth(part).click();
          await fillAll(page, 'main form', kNonsense[kind]);
          await page.locator('main form button[type=submit]').click();
          await page.waitForTimeout(350);
          told += await refusals(page, 'main form', `${path}, ${kind}, part ${part + 1}`);
        }
        assert.match(page.url(), /\/new/, `${path}: ${kind} was taken`);
      }
    }
    assert.ok(told > 60, `only ${told} refusals`);
  });
} finally {
  await browser.close();
}
finish();
