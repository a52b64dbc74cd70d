// Headless Chromium, and contexts that remember what went wrong in their pages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

// The network failing is what some tests are about; a page's own errors never are.
const NETWORK = /net::ERR_|WebSocket connection to|Failed to load resource/;

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/**
 * A browser of its own for one person. `errors` collects what its pages threw
 * or logged as errors, broken rules of the content security policy included.
 */
export async function person(browser, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  context.setDefaultTimeout(15_000);
  const errors = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => line.type() === 'error' && !NETWORK.test(line.text()) && errors.push(line.text()));
  });
  return { context, errors, page: await context.newPage() };
}

/** Saves a picture where SHOTS names a folder. */
export async function shot(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Runs a test's steps; where they fail, pictures show how every page looked. */
export async function filmed(browser, name, steps) {
  try {
    await steps();
  } catch (error) {
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, i) => shot(page, `failed-${name}-${i}`).catch(() => undefined)));
    throw error;
  }
}
