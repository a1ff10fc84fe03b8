import { type Drawing, draw } from '../../chart/drawing.ts'

const BAR_WIDTH = 120
const BAR_HEIGHT = 10

/** A bar from the middle to the right (the size grows) or to the left. `share`: from -1 to 1. */
export function drawBar(share: number): Drawing {
  const middle = BAR_WIDTH / 2
  const width = Math.abs(share) * middle
  return draw(
    'svg',
    {
      viewBox: `0 0 ${BAR_WIDTH} ${BAR_HEIGHT}`,
      width: BAR_WIDTH,
      height: BAR_HEIGHT,
      'aria-hidden': 'true'
    },
    draw('rect', {
      class: share < 0 ? 'shrinks' : 'grows',
      x: share < 0 ? middle - width : middle,
      y: 0,
      width,
      height: BAR_HEIGHT
    }),
    draw('line', { x1: middle, x2: middle, y1: 0, y2: BAR_HEIGHT })
  )
}
