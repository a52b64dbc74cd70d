// Somebody of the shop's team with the console.
import { person } from './browser.mjs';

export const PASSWORD = 'seven quiet herons at dusk';

export class Agent {
  constructor(page, errors) {
    this.page = page;
    this.errors = errors;
    this.context = page.context();
    this.log = page.locator('.thread .log');
    this.composer = page.locator('.composer textarea');
    this.packet = page.locator('.packet');
    this.offer = page.locator('.offer');
  }

  /** Signs in with a one-time link and chooses a password. */
  static async enter(browser, base, link, options) {
    const { page, errors } = await person(browser, options);
    const agent = new Agent(page, errors);
    agent.base = base;
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in with this link' }).click();
    await page.locator('#pw-new').fill(PASSWORD);
    await page.locator('#pw-again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.locator('.shell').waitFor();
    return agent;
  }

  /** A page's address within the console. */
  async visit(path) {
    await this.page.goto(`${this.base}/console/#${path}`);
  }

  /** Chooses online, busy or away in the own menu. */
  async available(state) {
    await this.page.locator('.me').click();
    await this.page.getByRole('menuitemradio', { name: state }).click();
    await this.page.locator(`.me .state.${state.toLowerCase()}`).waitFor();
  }

  /** Opens the conversation in whose line of the list text stands. */
  async open(view, text) {
    await this.visit(`/inbox/${view}`);
    await this.page.locator('.rows .item', { hasText: text }).first().click();
    await this.log.waitFor();
  }

  message(text) {
    return this.log.locator('.msg', { hasText: text });
  }

  async reply(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await this.message(text).waitFor();
  }

  /** Resolves, or hands back to the bot, with the outcome of that name. */
  async finish(button, outcome) {
    await this.page.locator('.thread .actions').getByRole('button', { name: button }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: outcome, exact: true }).check();
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Calls the API as the signed in person. */
  async call(method, path, data) {
    const response = await this.context.request.fetch(this.base + path, { method, data, headers: { 'X-Requested-With': 'frontdesk' } });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Makes an account; its one-time link. */
  async hire(name, role = 'agent', more = {}) {
    const email = `${name.toLowerCase().replace(/\W+/g, '.')}@shop.example`;
    const { link } = await this.call('POST', '/v1/users', { name, email, role, languages: ['en', 'de', 'zh'], skills: [], capacity: 8, ...more });
    return link;
  }

  async close() {
    await this.context.close();
  }
}
