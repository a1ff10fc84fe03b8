// Part of the 16 ms of a frame. The browser needs the rest for layout and painting.
const BUDGET_MS = 5

/**
 * Queues work by name and runs as much of it as fits between two frames. Later work replaces earlier work of the same name.
 */
export function buildFrameQueue() {
  const waiting = new Map<string, () => void>()
  let frame = 0

  function work(): void {
    const until = performance.now() + BUDGET_MS
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
