import { type Child, html } from './element.ts'

interface Column {
  readonly name: string
  readonly isNumber?: boolean
}

/** Draws a table that scrolls horizontally if needed. The first cell of a row is its heading. */
export function drawTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[]
): HTMLElement {
  const kind = (i: number) => (columns[i]!.isNumber ? 'number' : undefined)
  return html(
    'div',
    { class: 'table-place', tabindex: 0, role: 'region', 'aria-label': caption },
    html(
      'table',
      {},
      html(
        'thead',
        {},
        html('tr', {}, ...columns.map(({ name }, i) => html('th', { scope: 'col', class: kind(i) }, name)))
      ),
      html(
        'tbody',
        {},
        ...rows.map(cells =>
          html(
            'tr',
            {},
            ...cells.map((cell, i) =>
              i === 0 ? html('th', { scope: 'row' }, cell) : html('td', { class: kind(i) }, cell)
            )
          )
        )
      )
    )
  )
}
