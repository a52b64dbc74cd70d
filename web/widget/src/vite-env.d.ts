/** File name of the app's entry, set when the loader is built. */
declare const __APP__: string;

declare module '*.css?inline' {
  const css: string;
  export default css;
}
