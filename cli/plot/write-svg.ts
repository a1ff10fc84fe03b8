import type { Drawing } from '../../web/chart/drawing.ts'

/** Writes a drawing as the text of an SVG file. */
export function writeSvg({ tag, attributes, children }: Drawing): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(String(value))}"`)
  const inner = children.map(child => (typeof child === 'string' ? escapeText(child) : writeSvg(child)))
  return `<${tag}${written.join('')}>${inner.join('')}</${tag}>`
}

function escapeText(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
