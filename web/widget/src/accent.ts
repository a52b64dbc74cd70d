/** The site's colour with black or white on it, whichever is easier to read
 * (WCAG 2.2 relative luminance), or null where value is not #rrggbb. */
export function accentOf(value: string | undefined): { colour: string; on: '#fff' | '#000' } | null {
  if (!value || !/^#[0-9a-f]{6}$/i.test(value)) return null;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(value.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  // Equal contrast to both lies at about 0.179.
  return { colour: value, on: luminance > 0.179 ? '#000' : '#fff' };
}
