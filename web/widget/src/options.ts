/** How the shop's page wants its widget; what is left out follows the page. */
export interface Options {
  /** Public key of the site. */
  site: string;
  /** BCP 47 tag; without it the page's <html lang>, then the browser's languages. */
  locale?: string;
  /** `end` (where a line of text ends) unless given. */
  position?: 'start' | 'end' | 'left' | 'right';
  theme?: 'light' | 'dark' | 'auto';
  /** A token that the shop signed for its signed-in customer. */
  identity?: string;
}

/** What the loader hands to the app. */
export interface Mount {
  host: HTMLElement;
  root: ShadowRoot;
  /** The loader's button, which the app's takes the place of. */
  button: HTMLElement;
  /** The desk's address, ending with a slash. */
  base: string;
  options: Options;
}

/** A call of window.frontdesk: its name and arguments. */
export type Call = [name: string, ...args: unknown[]];

/** What the app's module offers to the loader. */
export interface App {
  mount(mount: Mount): Promise<(...call: Call) => void>;
}
