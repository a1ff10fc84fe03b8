import type { SingleBar } from 'cli-progress'

/** Its disposal removes what is shown. */
export interface Progress extends Disposable {
  /** `steps` more are done. */
  advance(steps?: number): void
}

/** What is shown where nobody watches. */
const noProgress: Progress = { advance() {}, [Symbol.dispose]() {} }

const delayMilliseconds = 1000

/**
 * A progress bar on `stream` where it is a terminal; drawn once a second has passed, be it before the first step is done
 * or, where this thread is busy, with the step that ends after it.
 */
export function startProgress(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return noProgress
  const startedAt = performance.now()
  let done = 0
  let bar: SingleBar | undefined
  let isClosed = false
  let isShowing = false
  const show = async () => {
    if (isShowing) return
    isShowing = true
    const { SingleBar } = await import('cli-progress')
    if (isClosed) return
    const format = `${label} {bar} {percentage} %  {value} of {total}  {eta_formatted} left`
    bar = new SingleBar({ format, stream, hideCursor: false, clearOnComplete: true, fps: 8 })
    bar.start(total, done)
  }
  const timer = setTimeout(show, delayMilliseconds)
  return {
    advance(steps = 1) {
      done += steps
      if (performance.now() - startedAt > delayMilliseconds) void show()
      bar?.update(done)
    },
    [Symbol.dispose]() {
      isClosed = true
      clearTimeout(timer)
      bar?.stop()
    }
  }
}
