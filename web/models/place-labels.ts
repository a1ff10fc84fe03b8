const LABEL_HEIGHT = 15

/** One line of a chart, in pixels. */
interface DrawnLine {
  readonly name: string
  readonly line: readonly { readonly x: number; readonly y: number }[]
}

/** Places the name of each line at its end, without overlap. */
export function placeLabels<Line extends DrawnLine>(
  lines: readonly Line[]
): readonly (Line & { readonly labelY: number })[] {
  const endOf = ({ line }: DrawnLine) => line.at(-1)?.y ?? 0
  let lowest = Number.NEGATIVE_INFINITY
  const places = new Map<Line, number>()
  for (const each of lines.toSorted((a, b) => endOf(a) - endOf(b))) {
    lowest = Math.max(endOf(each), lowest + LABEL_HEIGHT)
    places.set(each, lowest)
  }
  return lines.map(each => ({ ...each, labelY: places.get(each) ?? 0 }))
}
