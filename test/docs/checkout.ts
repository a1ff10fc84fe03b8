import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { startCommand } from '../harness/start-command.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { type Block, root } from './blocks.ts'

/** A folder that looks like the checkout: what commands write does not land in the real one. */
interface Checkout {
  readonly folder: string
  /** Runs commands until they have ended; gives what they printed, and fails where one failed. */
  run(commands: string): Promise<string>
  /** Runs a block, and looks for what the page says it prints. */
  runBlock(block: Block): Promise<string>
  /** Runs one command that serves until it is stopped; resolves once it serves. Stops it when the test has finished. */
  start(command: string): Promise<Running>
}

interface Running {
  /** By SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>
}

const ownOnly = new Set(['.git', 'dist', 'data', 'demo', '.env'])

/** On a machine whose ports may be taken: each port a page names is another here, the same for all commands. */
export async function openCheckout(settings: Readonly<Record<string, string>> = {}): Promise<Checkout> {
  const place = temporaryFolder()
  const folder = join(place, 'checkout')
  mkdirSync(folder)
  for (const name of readdirSync(root))
    if (!ownOnly.has(name)) symlinkSync(join(root, name), join(folder, name))
  const ports = new Map<string, number>()
  for (const port of ['8080', '9000', '9091', '9092', '9093']) ports.set(port, await findFreePort())
  const PATH = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].join(delimiter)
  const environment = { PATH, HOME: process.env.HOME, PORT: String(ports.get('8080')), ...settings }

  function localize(commands: string): string {
    const moved = commands.replaceAll(/\/(backups|var\/lib)\//g, `${place}/$1/`)
    return moved.replaceAll(/(:|--port |PORT=)(\d{4})\b/g, (all, before: string, port: string) =>
      ports.has(port) ? `${before}${ports.get(port)}` : all
    )
  }

  function spawnCommands(commands: string) {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', localize(commands)], {
      cwd: folder,
      env: environment
    })
    const said = { out: '', all: '' }
    child.stdout.on('data', chunk => {
      said.out += chunk
      said.all += chunk
    })
    child.stderr.on('data', chunk => {
      said.all += chunk
    })
    return { child, said, ended: once(child, 'close') }
  }

  async function run(commands: string): Promise<string> {
    mkdirSync(join(place, 'backups'), { recursive: true })
    const { child, said, ended } = spawnCommands(commands)
    await ended
    expect([commands, child.exitCode, said.all]).toEqual([commands, 0, said.all])
    return said.out
  }

  return {
    folder,
    run,
    async runBlock({ commands, prints }) {
      const printed = await run(commands)
      const lines = printed.split('\n').map(line => line.trimEnd())
      for (const line of prints) expect(lines).toContain(line)
      return printed
    },
    async start(command) {
      // npm passes no signal on: the program itself is asked to end.
      const program = command
        .replace(/\s*#.*$/, '')
        .replace(/npm start( --)?/, `exec node ${startCommand.join(' ')}`)
      const { child, said, ended } = spawnCommands(program)
      const stop = async () => {
        if (child.exitCode === null) child.kill('SIGTERM')
        await ended
        return child.exitCode
      }
      onTestFinished(async () => void (await stop()))
      const gone = ended.then(() => {
        throw new Error(`${command} ended: ${said.all}`)
      })
      gone.catch(() => {})
      await Promise.race([
        gone,
        expect.poll(() => said.out, { timeout: 60_000 }).toMatch(/"message":"started"/)
      ])
      return { stop }
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
