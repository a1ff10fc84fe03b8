import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface TestsRequest {
  /** Files that were written since the last request. */
  readonly changed: readonly string[]
  /** They run in this order, until the first failure. */
  readonly tests: readonly string[]
  /** Only this test of theirs. Null: all. */
  readonly testId: string | null
  /** For a test, a hook, and a condition that a test waits for. */
  readonly waitMs: number
}

interface Failed {
  /** The file of the test. Null: an error beside the tests. */
  readonly failed: string | null
  /** Null: the file failed as a whole. */
  readonly testId: string | null
  /** It took as long as it might. */
  readonly isTimeout: boolean
}

export type TestsResult = 'passed' | Failed

const hosts = new Set<ChildProcess>()
process.once('exit', () => {
  for (const host of hosts) kill(host)
})

/** Runs quick test files of a tree in a process that stays, and that is replaced when it does not answer. */
export function buildTestRunner(tree: string) {
  let host: ChildProcess | null = null

  async function start(): Promise<ChildProcess> {
    const started = spawn(process.execPath, ['test/mutants/sample/test-host.ts'], {
      cwd: tree,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true
    })
    hosts.add(started)
    const [message] = await Promise.race([once(started, 'message'), once(started, 'exit')])
    if (message !== 'ready') throw new Error(`the host of the tests did not start: ${message}`)
    return started
  }

  function stop(): void {
    if (host) kill(host)
    host = null
  }

  /** All of them together may take `limitMs`. */
  async function run(request: TestsRequest, limitMs: number): Promise<TestsResult> {
    const running = host ?? (await start())
    host = running
    const over = new AbortController()
    const timer = setTimeout(() => over.abort(), limitMs)
    running.send(request)
    try {
      const { signal } = over
      const ended = once(running, 'exit', { signal }).then((): Failed[] => [
        { failed: null, testId: null, isTimeout: false }
      ])
      const [result] = await Promise.race([once(running, 'message', { signal }), ended])
      if (running.exitCode !== null || running.signalCode !== null) stop()
      return result as TestsResult
    } catch (error) {
      if (!over.signal.aborted) throw error
      stop()
      return { failed: null, testId: null, isTimeout: true }
    } finally {
      clearTimeout(timer)
      over.abort()
    }
  }

  return { run, stop }
}

function kill(host: ChildProcess): void {
  hosts.delete(host)
  try {
    process.kill(-host.pid!, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
