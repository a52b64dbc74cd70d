// A shopper with the widget on the demo shop's page.
import { person } from './browser.mjs';

export class Shopper {
  /** Every frame of the widget's sockets as text, in the order of their coming and going. */
  frames = [];

  constructor(page, errors) {
    this.page = page;
    this.errors = errors;
    this.context = page.context();
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => this.frames.push(String(payload)));
    });
    this.input = page.locator('.composer textarea');
    this.log = page.locator('.log');
    this.bot = page.locator('.log .turn.bot .bubble');
    this.mine = page.locator('.log .turn.shopper .bubble');
    this.agents = page.locator('.log .turn.agent .bubble');
    this.status = page.locator('.states');
  }

  /** Opens the shop's page in lang, and the chat in it. */
  static async arrive(browser, base, lang, options) {
    const { page, errors } = await person(browser, options);
    const shopper = new Shopper(page, errors);
    await page.goto(`${base}/demo?lang=${lang}`);
    await shopper.open();
    return shopper;
  }

  async open() {
    await this.page.locator('.launcher').click();
    await this.input.waitFor();
    await this.page.locator('.choices, .turn.shopper').first().waitFor();
  }

  /** Writes text and sends it with Enter. */
  async say(text) {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** Says text; the new bubble of the bot that answers it. */
  async ask(text) {
    const before = await this.bot.count();
    await this.say(text);
    const answer = this.bot.nth(before);
    await answer.waitFor();
    return answer;
  }

  async askPerson() {
    await this.page.locator('.way button').click();
  }

  /** The texts of the log in order, one a bubble. */
  async texts(of = this.page.locator('.log .bubble')) {
    return of.allInnerTexts();
  }

  async close() {
    await this.context.close();
  }
}
