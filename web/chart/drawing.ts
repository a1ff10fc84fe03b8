/** The SVG elements of a chart. */
type Tag = 'circle' | 'g' | 'line' | 'path' | 'rect' | 'style' | 'svg' | 'text' | 'title' | 'tspan'

type Attributes = Readonly<Record<string, string | number>>

/** An SVG element as data. The page converts it to an element, the command line to text. */
export interface Drawing {
  readonly tag: Tag
  readonly attributes: Attributes
  readonly children: readonly (Drawing | string)[]
}

/** Builds one element. Rounds its numbers to a tenth of a pixel and skips children that are null or false. */
export function draw(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Drawing | string | null | false)[]
): Drawing {
  const rounded = Object.entries(attributes).map(
    ([name, value]) => [name, typeof value === 'number' ? roundPixels(value) : value] as const
  )
  return {
    tag,
    attributes: Object.fromEntries(rounded),
    children: children.filter(child => child !== null && child !== false)
  }
}

/** Draws text at a position, in pixels. */
export function drawText(x: number, y: number, words: string, className = ''): Drawing {
  return draw('text', { x, y, class: className }, words)
}

/** Rounds to a tenth of a pixel. */
export function roundPixels(value: number): number {
  return Math.round(value * 10) / 10
}
