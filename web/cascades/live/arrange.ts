/**
 * Puts the children of a list in this order, with at most `maxMoves` moves. Returns whether the order is complete. It
 * preserves the focus.
 */
export function arrange(list: Element, wanted: readonly Element[], maxMoves: number): boolean {
  const { activeElement } = document
  const focused = activeElement instanceof HTMLElement && list.contains(activeElement) ? activeElement : null
  let moves = 0
  let next = list.firstElementChild
  for (const element of wanted) {
    if (moves >= maxMoves) break
    // The element in this place belongs further down: move it to the end.
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
