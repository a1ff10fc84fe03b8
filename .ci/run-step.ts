import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { listStarted } from './processes.ts'

/** Runs npm commands in `environment`, and can stop everything that they started. */
export function buildRunner(environment: NodeJS.ProcessEnv) {
  return {
    /** Runs one command and shows its output. True: it ended with exit code 0. */
    async runStep(args: readonly string[]): Promise<boolean> {
      console.log(`\n--- npm ${args.join(' ')}`)
      const child = spawn('npm', args, { env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
      const [code] = await once(child, 'exit')
      return code === 0
    },
    /** Stops the servers, and kills all processes that still run. */
    stopAll(): void {
      spawnSync('npm', ['run', '-s', 'services', '--', 'down'], { env: environment, timeout: 60_000 })
      const list = () => listStarted(process.pid, `SERVERS_DIR=${environment.SERVERS_DIR}`)
      for (let found = list(); found.length > 0; found = list()) for (const pid of found) kill(pid)
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The process has ended already.
  }
}
