/**
 * Resolves with the name of the first SIGTERM or SIGINT. A second one ends the process at once, with the exit code that a
 * shell reports for that signal.
 */
export function waitForSignal(): Promise<'SIGTERM' | 'SIGINT'> {
  const codes = { SIGTERM: 143, SIGINT: 130 } as const
  return new Promise(resolve => {
    let isSecond = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        if (isSecond) process.exit(codes[signal])
        isSecond = true
        resolve(signal)
      })
  })
}
