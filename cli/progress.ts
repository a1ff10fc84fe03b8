import type { SingleBar } from 'cli-progress'

/** A progress bar. Disposing it removes the bar. */
export interface Progress extends Disposable {
  /** Adds `steps` finished steps. */
  advance(steps?: number): void
}

/** Shows nothing: the stream is not a terminal. */
const noProgress: Progress = { advance() {}, [Symbol.dispose]() {} }

const delayMilliseconds = 1000

/**
 * Shows a progress bar of `total` steps on `stream` if it is a terminal. The bar appears after one second or, if this
 * thread is busy then, with the next step.
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
