/**
 * Puts the children of a list in this order, by at most so many moves; whether it is done. Few are moved twice, and what has
 * the focus keeps it.
 */
export function arrange(list: Element, wanted: readonly Element[], maxMoves: number): boolean {
  const focused = list.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null
  let moves = 0
  let next = list.firstElementChild
  for (const element of wanted) {
    if (moves >= maxMoves) break
    // The one in its place has fallen behind: it comes later.
    if (next !== null && element === next.nextElementSibling) {
      list.append(next)
      moves++
      next = element
    }
    if (element === next) next = next.nextElementSibling
    else {
      list.insertBefore(element, next)
      moves++
    }
  }
  if (focused !== null && document.activeElement !== focused) focused.focus({ preventScroll: true })
  return moves < maxMoves
}
