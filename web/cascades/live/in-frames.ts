// Of a frame's 16 ms: the browser needs the rest to lay out and paint.
const budgetMilliseconds = 5

/**
 * Work by name, done between frames and never more of it than a frame has room for. Of two for one name the later counts.
 */
export function buildFrameQueue() {
  const waiting = new Map<string, () => void>()
  let frame = 0

  function work(): void {
    const until = performance.now() + budgetMilliseconds
    for (const [name, act] of waiting) {
      waiting.delete(name)
      act()
      if (performance.now() >= until) break
    }
    frame = waiting.size > 0 ? requestAnimationFrame(work) : 0
  }

  return {
    add(name: string, act: () => void): void {
      waiting.delete(name)
      waiting.set(name, act)
      if (frame === 0) frame = requestAnimationFrame(work)
    },
    close(): void {
      waiting.clear()
      cancelAnimationFrame(frame)
    }
  }
}
