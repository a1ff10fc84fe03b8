import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonWith } from '../../deploy/tools/python.ts'

/** The server that the predictor toy-oip asks. */
export interface OipServer {
  /** A restart keeps it. */
  readonly url: string
  /** Ends it by SIGKILL. Resolves once it is gone. */
  kill(): Promise<void>
  restart(): Promise<void>
}

/** Starts oip-server.py on a free port, and waits until it answers. */
export async function startOipServer(): Promise<OipServer> {
  let child: ChildProcess
  const port = await launch('0')
  const url = `http://127.0.0.1:${port}`

  /** Resolves with the port. */
  async function launch(wanted: string): Promise<string> {
    const spawned = spawn(pythonWith('scikit-learn'), [join(import.meta.dirname, 'oip-server.py'), wanted], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    child = spawned
    const ended = once(spawned, 'exit').then(([code, signal]) => {
      throw new Error(`oip-server.py ended with ${code ?? signal}`)
    })
    const [line] = await Promise.race([once(createInterface({ input: spawned.stdout }), 'line'), ended])
    ended.catch(() => {})
    const { status } = await fetch(`http://127.0.0.1:${line}/v2/health/ready`)
    if (status !== 200) throw new Error(`oip-server.py is not ready: ${status}`)
    return String(line)
  }

  return {
    url,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async restart() {
      await launch(port)
    }
  }
}
