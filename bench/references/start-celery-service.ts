import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { exampleFolder } from '../../app/bootstrap/recipe.ts'
import { rabbitmq } from '../../deploy/servers/rabbitmq.ts'
import { addresses } from '../../deploy/servers/settings.ts'
import { environment, install } from './start-reference.ts'

const program = join(import.meta.dirname, 'celery-service')
const windowSeconds = 3600
const startMilliseconds = 60_000

export interface RunningReference {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts bench/references/celery-service: RabbitMQ (installed from the system's packages where it is missing), a Celery worker
 * of two processes, and uvicorn, with a forest learned from the example set. Takes half a minute.
 */
export async function startCeleryService(log: (line: string) => void): Promise<RunningReference> {
  install('celery-service.txt', log)
  rabbitmq.install()
  const wasRunning = (await rabbitmq.status()) === 'ready'
  await rabbitmq.start()
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-celery-'))
  const children: ChildProcess[] = []
  const env = {
    ...process.env,
    AMQP_URL: addresses.AMQP_URL,
    RESULTS_FILE: join(folder, 'results.sqlite'),
    MODEL_FILE: join(folder, 'forest.joblib'),
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1'
  }
  const bin = join(environment, 'bin')

  async function stop(): Promise<void> {
    for (const child of children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    if (!wasRunning) await rabbitmq.stop()
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    log('the reference learns its forest')
    const training = [join(program, 'train.py'), exampleFolder, String(windowSeconds), env.MODEL_FILE]
    execFileSync(join(bin, 'python'), training, { cwd: program, env, stdio: ['ignore', 'ignore', 'inherit'] })
    const port = await findPort()
    const quiet = { cwd: program, env, stdio: ['ignore', 'ignore', 'ignore'] as 'ignore'[] }
    const worker = ['-A', 'tasks', 'worker', '--concurrency', '2', '--loglevel', 'error']
    children.push(spawn(join(bin, 'celery'), worker, quiet))
    const api = ['service:app', '--host', '127.0.0.1', '--port', String(port), '--log-level', 'warning']
    children.push(spawn(join(bin, 'uvicorn'), api, quiet))
    const url = `http://127.0.0.1:${port}`
    await waitUntilReady(`${url}/health`)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function waitUntilReady(url: string): Promise<void> {
  const end = performance.now() + startMilliseconds
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false
    )
    if (isReady) return
    if (performance.now() > end) throw new Error('the reference did not start')
    await pause(100)
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
