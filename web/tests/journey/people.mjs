/// Signs people of the demonstration store in, each in a browser window of their own.
import assert from 'node:assert/strict';

/// `failures` takes what a page throws or prints as an error.
export function windowsOf(browser, baseURL, failures, viewport) {
  /// Cookies of who signed in before: codes are good once, and somebody who comes a fourth time within half a minute has none.
  const sessions = new Map();
  return async function person(login) {
    const context = await browser.newContext({ viewport, locale: 'vi-VN', baseURL });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => failures.push(`${login}: page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) failures.push(`${login}: ${message.text()}`);
    });
    const call = async (method, path, data) => {
      const answer = await page.request.fetch(path, { method, headers: { 'X-Neove': '1' }, ...(data ? { data } : {}) });
      assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
      return answer.status() === 204 ? null : answer.json();
    };
    if (login) {
      const { accounts } = await call('GET', '/api/v1/demo');
      const mine = accounts.find((one) => one.login === login);
      try {
        await call('POST', '/api/v1/sign-in', { account: login, password: mine.password, code: mine.code });
        sessions.set(login, await context.cookies());
      } catch (error) {
        if (!sessions.has(login) || !/session\.refused/.test(String(error))) throw error;
        await context.addCookies(sessions.get(login));
      }
    }
    const open = async (path) => {
      await page.goto(path);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
    };
    return { page, context, call, open, close: () => context.close() };
  };
}

/// What a record keeps behind "Việc khác" is opened by a keyboard, as somebody without a mouse would.
export async function openActs(page) {
  const others = page.locator('details.others:not([open]) > summary');
  if ((await others.count()) === 0) return;
  await others.focus();
  await page.keyboard.press('Enter');
  await page.locator('details.others[open]').waitFor();
}
/// The button or link of an act, in sight or behind that.
export async function actOf(page, name) {
  const acts = page.locator('section[aria-labelledby=actions-heading]');
  await acts.waitFor();
  const act = acts.getByRole('button', { name, exact: true }).or(acts.getByRole('link', { name, exact: true }));
  if (!(await act.isVisible())) await openActs(page);
  return act;
}
