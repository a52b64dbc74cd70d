import { afterEach } from 'vitest';

// happy-dom has no layout: what scrolls there does nothing.
Element.prototype.scrollIntoView ??= () => undefined;

afterEach(() => {
  localStorage.clear();
  document.body.innerHTML = '';
});
