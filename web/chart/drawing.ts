/** The elements that a chart is made of. */
type Tag = 'circle' | 'g' | 'line' | 'path' | 'rect' | 'style' | 'svg' | 'text' | 'title' | 'tspan'

type Attributes = Readonly<Record<string, string | number>>

/** An SVG element as data: the page makes an element of it, the command line writes it as text. */
export interface Drawing {
  readonly tag: Tag
  readonly attributes: Attributes
  readonly children: readonly (Drawing | string)[]
}

/** One element. Its numbers are rounded to a tenth of a pixel; children that are null or false are left out. */
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

/** Text at a place, in pixels. */
export function drawText(x: number, y: number, words: string, className = ''): Drawing {
  return draw('text', { x, y, class: className }, words)
}

/** To a tenth of a pixel. */
export function roundPixels(value: number): number {
  return Math.round(value * 10) / 10
}
