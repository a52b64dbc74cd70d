const SVG = 'http://www.w3.org/2000/svg';

/** Two speech bubbles, drawn without a request and without markup in text. */
export const CHAT_PATH =
  'M4 4.5h11a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H9.5L6 16.6v-3.1H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2ZM19 8.5h1a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-1.5v3.1L15 17.500h-3a2 2 0 0 1-1.700-.95';

/** The launcher's picture. */
export function icon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', CHAT_PATH);
  svg.append(path);
  return svg;
}
