type Attributes = Readonly<Record<string, string | number | undefined>>

/** An SVG element; `children` are markup already. Numbers are written to a tenth of a pixel. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? formatPixels(value) : escapeText(value!)}"`
    )
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** Text at a place. */
export function text(
  x: number,
  y: number,
  content: string,
  className: string,
  attributes: Attributes = {}
): string {
  return element('text', { x, y, class: className, ...attributes }, escapeText(content))
}

/** Pieces of text of different classes on one line. */
export function spans(
  x: number,
  y: number,
  ...pieces: readonly (readonly [content: string, className: string])[]
): string {
  const inner = pieces.map(([content, className], i) =>
    element('tspan', { class: className, dx: i === 0 ? undefined : 8 }, escapeText(content))
  )
  return element('text', { x, y }, ...inner)
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The `d` of a path through the points. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${formatPixels(x)} ${formatPixels(y)}`).join('')
}

/** The `d` of the area between two lines over the same x. */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`
}

export function formatPixels(value: number): string {
  return String(Math.round(value * 10) / 10)
}

export function escapeText(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
