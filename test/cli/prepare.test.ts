import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startCommand } from '../harness/start-command.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const prepare = join(import.meta.dirname, '../../cli/prepare.ts')

test('compiles every TypeScript file that the first start after npm ci loads', async () => {
  const folder = temporaryFolder()
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(folder, 'cache') }
  execFileSync(process.execPath, [prepare], { env, stdio: 'ignore' })
  const program = spawn(process.execPath, startCommand, {
    env: { ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', DATA_DIR: join(folder, 'data'), PORT: '0' },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  program.stdout.on('data', part => {
    if (String(part).includes('"message":"started"')) program.kill('SIGTERM')
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'exit')
  ])
  expect(code).toBe(0)
  const lines = `${stdout}\n${stderr}`.split('\n')
  expect(lines.filter(line => line.includes('retrieving transpile cache')).length).toBeGreaterThan(100)
  expect(lines.filter(line => line.includes('no transpile cache'))).toEqual([])
})
