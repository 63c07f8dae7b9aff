/// Pictures of pages, and what every page has to stand while one is taken: axe, a window no wider than itself, no table
/// cut off, nothing of a record in the address or the title.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seriousFindings } from './axe.mjs';

export const kDesk = { width: 1280, height: 860 };
const kTablet = { width: 768, height: 1024 };
const kPhone = { width: 360, height: 780 };

/// `secrets` are asked for at each picture; `isFull` false: the window only, not the whole page.
export function albumOf(browser, folder, failures, { secrets = () => [], isNumbered = true, phone = 'dien-thoai', isFull = () => true } = {}) {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  async function fits(page, name) {
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth > innerWidth + 1
        ? [...document.querySelectorAll('body *')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 3)
            .map((one) => one.outerHTML.slice(0, 120))
        : null,
    );
    if (wide) failures.push(`${name} is wider than its window: ${wide.join(' | ')}`);
    // A table's frame cuts off what sticks out, so that the window stays narrow: worse, for nothing shows it.
    const cut = await page.evaluate(() => [...document.querySelectorAll('.frame')].some((one) => one.scrollWidth > one.clientWidth + 1));
    if (cut) failures.push(`${name}: a table is cut off`);
  }
  async function check(page, name) {
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const finding of await seriousFindings(page)) failures.push(`axe on ${name}: ${finding}`);
    await fits(page, name);
    const told = `${decodeURIComponent(page.url())} ${await page.title()}`;
    for (const secret of secrets()) if (told.includes(secret)) failures.push(`${name}: "${secret}" in the address or the title`);
  }
  async function shoot(page, name) {
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: isFull(name) });
  }
  /// The page on a desk and on a phone; between them it must fit a tablet.
  async function look(page, name) {
    count += 1;
    const file = isNumbered ? `${String(count).padStart(2, '0')}-${name}` : name;
    await page.waitForTimeout(250);
    await shoot(page, file);
    await check(page, name);
    await page.setViewportSize(kTablet);
    await fits(page, `${name}-tablet`);
    await page.setViewportSize(kPhone);
    await page.waitForTimeout(100);
    await shoot(page, `${file}-${phone}`);
    await check(page, `${name}-${phone}`);
    await page.setViewportSize(kDesk);
  }
  /// One thing that somebody does; what stands on every screen is kept when it fails.
  async function step(name, work) {
    try {
      await work();
      console.log(`ok   ${name}`);
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
      console.log(`FAIL ${name}`);
      for (const [index, context] of browser.contexts().entries()) {
        const path = join(folder, `failed-${name.replaceAll(/\W+/g, '-')}-${index}.png`);
        await context.pages()[0]?.screenshot({ path, fullPage: true }).catch(() => undefined);
      }
    }
  }
  /// The last line, and whether the whole went well.
  function finish() {
    for (const failure of failures) console.error(`- ${failure}`);
    console.log(failures.length === 0 ? `all seen, pictures in ${folder}` : `${failures.length} failures`);
    process.exit(failures.length === 0 ? 0 : 1);
  }
  return { shoot, check, look, step, finish };
}
