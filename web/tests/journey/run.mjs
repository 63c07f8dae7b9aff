/// A working day in Vietnamese, on a real browser against a running server: sign in, add an organisation and find it,
/// upload a plan, review and confirm. Every page passes axe; every step leaves a picture.
///
///   BASE_URL=http://127.0.0.1:8080 NEOVE_SCREENSHOTS=/tmp/shots node tests/journey/run.mjs
///
/// The server must hold a demonstration store (the accounts come from its own panel), or NEOVE_ACCOUNT,
/// NEOVE_PASSWORD and NEOVE_CODE name one account that may do everything. Exit 0: all done, 1: something failed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seriousFindings } from './axe.mjs';
import { startBrowser } from './browser.mjs';

const baseUrl = process.env['BASE_URL'];
const pictures = process.env['NEOVE_SCREENSHOTS'] ?? '/tmp/neove-journey';
const shared = process.env['NEOVE_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const plan = process.env['NEOVE_PLAN'] ?? join(shared, 'plans/s2_dong_thap_2026_2030.txt');
const kUploadWait = 60_000;

if (!baseUrl) {
  console.error('BASE_URL is missing');
  process.exit(1);
}
mkdirSync(pictures, { recursive: true });

const browser = await startBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'vi-VN', baseURL: baseUrl });
const page = await context.newPage();
page.setDefaultTimeout(15_000);
const failures = [];
const faults = [];
page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
page.on('console', (message) => {
  // A refusal with a status is an answer the page deals with; everything else on the console is a fault.
  if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
});
page.on('request', (request) => {
  if (!request.url().startsWith(baseUrl) && !request.url().startsWith('blob:')) faults.push(`foreign request: ${request.url()}`);
});

let count = 0;
async function look(name) {
  count += 1;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${String(count).padStart(2, '0')}-${name}.png`), fullPage: !name.startsWith('ra-soat') });
  // At the top nothing lies half under a sticky bar, which axe would take for a target that is too small.
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const finding of await seriousFindings(page)) failures.push(`axe on ${name}: ${finding}`);
  for (const fault of faults.splice(0)) failures.push(`on ${name}: ${fault}`);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  if (isTooWide) failures.push(`${name} is wider than its window`);
}
async function step(name, work) {
  try {
    await work();
    console.log(`ok   ${name}`);
    return true;
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    console.log(`FAIL ${name}`);
    await page.screenshot({ path: join(pictures, `failed-${name.replaceAll(/\W+/g, '-')}.png`) }).catch(() => undefined);
    return false;
  }
}
const heading = (text) => page.getByRole('heading', { level: 1, name: text });

async function me() {
  const answer = await page.request.get('/api/v1/me');
  return answer.ok() ? answer.json() : null;
}
async function signOut() {
  await page.locator('button[aria-controls="account-menu"]').click();
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click();
  await heading('Đăng nhập').waitFor();
}
async function submitSignIn() {
  const submit = page.locator('#sign-in button[type="submit"]');
  await Promise.all([page.waitForResponse((one) => one.url().endsWith('/api/v1/sign-in')), submit.click()]);
  await Promise.race([
    heading('Việc của tôi').waitFor(),
    heading('Thiết lập xác thực hai bước').waitFor(),
    heading('Đặt mật khẩu của mình').waitFor(),
    page.locator('#sign-in [role="alert"] .box').waitFor(),
  ]);
}
/// Fills the form from the panel. Only the code that this click fetched counts: the field may still show the one before.
async function useDemoAccount(button) {
  // The page asks once by itself, before it shows the button: that answer is not the click's.
  await button.waitFor();
  const [answer] = await Promise.all([page.waitForResponse((one) => one.url().endsWith('/api/v1/demo')), button.click()]);
  const codes = (await answer.json()).accounts.map((one) => one.code);
  await page.waitForFunction((fresh) => fresh.includes(document.querySelector('#sign-in-code')?.value), codes);
}
/// Signs in with an account that has all the given permissions; returns its description.
async function signInWith(permissions) {
  await page.goto('/');
  await heading('Đăng nhập').waitFor();
  if (process.env['NEOVE_ACCOUNT']) {
    await page.getByLabel('Tên tài khoản').fill(process.env['NEOVE_ACCOUNT']);
    await page.locator('#sign-in-password').fill(process.env['NEOVE_PASSWORD'] ?? '');
    await page.getByLabel('Mã xác thực').fill(process.env['NEOVE_CODE'] ?? '');
    await submitSignIn();
    return me();
  }
  const buttons = page.locator('section[aria-labelledby="demo-title"] li button');
  await buttons.first().waitFor();
  const all = await buttons.count();
  for (let index = 0; index < all; index += 1) {
    await useDemoAccount(buttons.nth(index));
    await submitSignIn();
    const now = await me();
    if (!now) continue;
    if (now.stage === 'ready' && permissions.every((one) => now.may.includes(one))) return now;
    if (now.stage === 'ready') await signOut();
    else {
      await page.getByRole('button', { name: 'Đăng xuất' }).click();
      await heading('Đăng nhập').waitFor();
    }
  }
  throw new Error(`no demonstration account may ${permissions.join(', ')}`);
}

/// Signs in with the demonstration account of that role.
async function signInAs(role) {
  await page.goto('/');
  await heading('Đăng nhập').waitFor();
  const button = page.locator('section[aria-labelledby="demo-title"] li button', { hasText: role }).first();
  // The panel offers codes ahead of the clock; an account used a moment ago may have to wait for the clock.
  for (let round = 0; round < 14; round += 1) {
    await useDemoAccount(button);
    await submitSignIn();
    if ((await page.getByText('vừa được dùng nhiều lần').count()) === 0) break;
    await page.waitForTimeout(5_000);
  }
  await heading('Việc của tôi').waitFor();
}
/// The same page on a desk and on a phone.
async function lookBoth(name) {
  await look(name);
  await page.setViewportSize({ width: 360, height: 780 });
  await look(`${name}-dien-thoai`);
  await page.setViewportSize({ width: 1280, height: 860 });
}
/// Half of a first password as it stands on the screen, then hidden.
async function half() {
  const text = await page.locator('.secret').innerText();
  await page.getByRole('button', { name: 'Đã ghi ra giấy, ẩn đi' }).click();
  return text;
}

const kName = `Ủy ban nhân dân xã Thử Nghiệm ${Date.now() % 100_000}`;
try {
  await step('the front door', async () => {
    await page.goto('/');
    await heading('Đăng nhập').waitFor();
    await look('dang-nhap');
  });
  await step('one refusal for a wrong password', async () => {
    await page.getByLabel('Tên tài khoản').fill('khong.co');
    await page.locator('#sign-in-password').fill('sai mật khẩu hoàn toàn');
    await page.locator('#sign-in button[type="submit"]').click();
    await page.locator('#sign-in [role="alert"] .box').waitFor();
    await look('dang-nhap-bi-tu-choi');
  });

  const mayOrganise = await step('sign in to keep the directory', async () => {
    // Who may put a body anywhere: a focal officer keeps her own subtree alone.
    await signInWith(['organisation.write', 'organisation.read', 'account.manage']);
    await look('viec-cua-toi');
  });
  if (mayOrganise) {
    await step('add an organisation', async () => {
      await page.goto('/organisations');
      await page.getByRole('link', { name: 'Thêm cơ quan, đơn vị' }).click();
      await heading('Thêm cơ quan, đơn vị').waitFor();
      await look('them-co-quan');
      await page.locator('#organisation button[type="submit"]').click();
      await page.getByText('Chưa nhập: Tên cơ quan, đơn vị.').waitFor();
      await page.locator('#organisation-name').fill(kName);
      const kinds = await page.locator('#organisation-kind option').count();
      assert.ok(kinds > 1, 'no kinds of organisations');
      const commune = page.locator('#organisation-kind option', { hasText: /xã(?! hội)/i });
      const value = (await commune.count()) > 0 ? await commune.first().getAttribute('value') : null;
      await page.locator('#organisation-kind').selectOption(value ?? { index: 1 });
      // A commune stands below its province; found by typing without accents, chosen by keyboard.
      await page.locator('#organisation-parent_id').pressSequentially('uy ban nhan dan tinh');
      await page.getByRole('option', { name: /^Ủy ban nhân dân tỉnh/ }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('#organisation button[type="submit"]').click();
      await heading(kName).waitFor();
      await look('co-quan-moi');
    });
    await step('find it without accents', async () => {
      await page.goto('/organisations');
      await page.getByRole('searchbox').fill(kName.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd'));
      await page.getByRole('link', { name: kName }).waitFor();
      await look('tim-co-quan');
    });
    await step('the lock screen hides and keeps the page', async () => {
      await page.getByRole('button', { name: 'Khóa màn hình' }).first().click();
      await heading('Màn hình đã khóa').waitFor();
      assert.equal(await page.getByRole('link', { name: kName }).count(), 0, 'content is still readable');
      await look('khoa-man-hinh');
      await page.getByRole('button', { name: 'Đăng xuất, dùng tài khoản khác' }).click();
      await heading('Đăng nhập').waitFor();
    });
  }

  if (!existsSync(plan)) {
    console.log(`skip upload and review: ${plan} does not exist here (set NEOVE_SHARED or NEOVE_PLAN)`);
  } else {
    const mayReview = await step('sign in to review', async () => {
      await signInWith(['document.upload', 'document.review', 'document.read']);
    });
    const isRead =
      mayReview &&
      (await step('upload a plan', async () => {
        await page.goto('/documents');
        await heading('Sổ văn bản').waitFor();
        await page.locator('#upload').setInputFiles(plan);
        await page.locator('.uploads a', { hasText: 'Rà soát' }).first().waitFor({ timeout: kUploadWait });
        await look('so-van-ban');
      }));
    if (isRead) {
      await step('review: both sides know each other', async () => {
        await page.locator('.uploads a', { hasText: 'Rà soát' }).first().click();
        await page.locator('article').first().waitFor();
        await page.locator('.pane .mark').first().waitFor();
        assert.ok((await page.locator('article').count()) > 5, 'too few tasks');
        // The README shows this picture: a task beside its passage.
        await page.locator('#order').selectOption('document');
        const first = page.locator('article').first();
        if (!(await first.getAttribute('class'))?.includes('open')) await first.locator('button.open').click();
        await page.locator('.pane .mark.now').first().waitFor();
        await page.evaluate(() => window.scrollTo(0, 0));
        await page.waitForTimeout(600);
        await look('ra-soat');
        await page.locator('.pane .mark:not(.report)').nth(3).click();
        await page.locator('article.open').waitFor();
        await page.locator('.pane .mark.now').first().waitFor();
      });
      await step('review: edit a task by keyboard', async () => {
        const open = page.locator('article.open');
        await page.keyboard.press('F2');
        const field = open.getByRole('textbox', { name: 'Nội dung nhiệm vụ' });
        const before = await field.inputValue();
        await field.fill(`${before} jk đã rà soát`);
        await page.keyboard.press('Control+Enter');
        await open.getByText('jk đã rà soát').waitFor();
        await look('ra-soat-da-sua');
      });
      await step('review: confirm one, then all', async () => {
        const done = page.locator('.counts .done strong');
        const before = Number(await done.innerText());
        await page.keyboard.press('F8');
        await page.waitForFunction(
          (wanted) => document.querySelector('.counts .done strong')?.textContent === String(wanted),
          before + 1,
        );
        await page.getByRole('button', { name: /^Xác nhận tất cả/ }).click();
        await page.getByRole('dialog').waitFor();
        await look('xac-nhan-tat-ca');
        await page.getByRole('dialog').getByRole('button', { name: 'Xác nhận', exact: true }).click();
        // Tasks whose bodies must still be chosen stay; everything that is clear is confirmed.
        await page.getByRole('button', { name: /^Xác nhận tất cả/ }).waitFor({ state: 'detached', timeout: kUploadWait });
        assert.ok(Number(await done.innerText()) > before + 1, 'nothing more was confirmed');
        await look('ra-soat-xong');
      });
      await step('say which body issued it', async () => {
        await page.locator('details.head summary').click();
        await page.getByText('Chưa chọn cơ quan ban hành').waitFor();
        await page.getByRole('button', { name: /^Chọn đơn vị/ }).click();
        await page.locator('#issuer-body').pressSequentially('so y te');
        await page.getByRole('option', { name: /Sở Y tế/ }).first().waitFor();
        await look('co-quan-ban-hanh');
        await page.keyboard.press('Enter');
        await page.getByText('Lãnh đạo đơn vị này đọc được văn bản.').waitFor();
        assert.equal(await page.getByText('Chưa chọn cơ quan ban hành').count(), 0, 'nothing is left to choose');
        await lookBoth('co-quan-ban-hanh-da-chon');
        await page.getByRole('button', { name: 'Bỏ xác nhận' }).click();
        await page.getByText('Chưa chọn cơ quan ban hành').waitFor();
      });
      await step('who read this', async () => {
        await page.getByRole('link', { name: 'Ai đã xem' }).click();
        await heading('Ai đã xem').waitFor();
        await page.locator('main li').first().waitFor();
        await look('ai-da-xem');
      });
      await step('on a phone', async () => {
        await page.setViewportSize({ width: 360, height: 780 });
        await page.goto('/documents');
        await heading('Sổ văn bản').waitFor();
        await page.locator('th a').first().waitFor();
        await look('so-van-ban-dien-thoai');
        await page.locator('th a').first().click();
        await page.getByRole('button', { name: 'Văn bản', exact: true }).waitFor();
        await look('ra-soat-dien-thoai');
      });
      if (!process.env['NEOVE_ACCOUNT']) {
        await step('an officer of a commune is shown what her own body is to do', async () => {
          await page.setViewportSize({ width: 1280, height: 860 });
          await signOut();
          await signInAs('Cán bộ');
          await page.locator('th a').first().click();
          await page.locator('article').first().waitFor();
          assert.equal(await page.locator('#filter').inputValue(), 'own');
          const own = await page.locator('article').count();
          await lookBoth('ra-soat-nhiem-vu-cua-don-vi');
          await page.locator('#filter').selectOption('all');
          assert.ok((await page.locator('article').count()) > own, 'every task is hers');
        });
      }
    }
  }
  if (!process.env['NEOVE_ACCOUNT']) {
    const login = `hai.nguoi.${Date.now() % 100_000}`;
    const halves = [];
    await page.setViewportSize({ width: 1280, height: 860 });
    await step('an administrator proposes an account and sees one half', async () => {
      await page.goto('/');
      await heading('Việc của tôi').waitFor();
      await signOut();
      await signInAs('Quản trị hệ thống');
      await page.goto('/accounts/new');
      await page.locator('#account-name').fill('Nguyễn Thị Thử');
      await page.locator('#account-login').fill(login);
      await page.locator('#account-role').selectOption('officer');
      await page.locator('#account-organisation_id').pressSequentially('so y te');
      await page.getByRole('option', { name: /Sở Y tế/ }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('#account-reason').fill('Quyết định phân công; đã gặp trực tiếp.');
      await lookBoth('de-nghi-tai-khoan');
      await page.locator('#account button[type="submit"]').click();
      await page.getByText('phần 1 trên 2').waitFor();
      await lookBoth('nua-mat-khau');
      halves.push(await half());
      await heading('Việc chờ xác nhận').waitFor();
      await page.getByText('Chờ xác nhận', { exact: true }).last().waitFor();
      await lookBoth('de-nghi-cua-quan-tri');
    });
    await step('the accounts and one account', async () => {
      await page.goto('/accounts');
      await page.locator('th a').first().waitFor();
      await lookBoth('tai-khoan');
      await page.locator('th a', { hasText: 'Đinh Thị Mây' }).click();
      await heading('Đinh Thị Mây').waitFor();
      await lookBoth('mot-tai-khoan');
      await page.getByRole('button', { name: 'Đề nghị đặt lại mật khẩu và xác thực' }).click();
      await page.locator('#why-reason').waitFor();
      await lookBoth('de-nghi-dat-lai');
      await page.locator('#why').getByRole('button', { name: 'Hủy' }).or(page.locator('#why .button.bare')).first().click();
      await signOut();
    });
    await step('a data owner is told, and confirms', async () => {
      await signInAs('Phụ trách dữ liệu');
      await page.getByText('1 đề nghị đang chờ xác nhận').waitFor();
      await lookBoth('viec-cua-phu-trach-du-lieu');
      await page.goto('/proposals');
      await page.getByRole('button', { name: 'Xác nhận', exact: true }).waitFor();
      await lookBoth('viec-cho-xac-nhan');
      await page.getByRole('button', { name: 'Xác nhận', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await lookBoth('xac-nhan-de-nghi');
      await page.getByRole('dialog').getByRole('button', { name: 'Xác nhận', exact: true }).click();
      await page.getByText('phần 2 trên 2').waitFor();
      await lookBoth('nua-con-lai');
      halves.push(await half());
      await signOut();
    });
    await step('she signs in with both halves and chooses her own password', async () => {
      await page.getByRole('button', { name: 'Đăng nhập lần đầu' }).click();
      await page.locator('#sign-in-account').fill(login);
      await page.locator('#sign-in-password').fill(halves[0] ?? '');
      await page.locator('#sign-in-second').fill(halves[1] ?? '');
      await lookBoth('dang-nhap-lan-dau');
      await submitSignIn();
      await heading('Đặt mật khẩu của mình').waitFor();
      await lookBoth('dat-mat-khau');
      await page.locator('#own-password-new').fill('tám con cò trắng bay qua sông');
      await page.locator('#own-password-again').fill('tám con cò trắng bay qua sông');
      await page.locator('#own-password button[type="submit"]').click();
      await heading('Thiết lập xác thực hai bước').waitFor();
      await look('xac-thuc-hai-buoc');
    });
  }
} finally {
  await browser.close();
}
for (const failure of failures) console.error(`- ${failure}`);
console.log(failures.length === 0 ? `all done, pictures in ${pictures}` : `${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
