import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pythonWith } from '../../deploy/tools/python.ts'

const TIMEOUT_MS = 120_000

/**
 * Runs test/interop/python/<script> in this environment, told `input` as JSON on its standard input. Answers the JSON that
 * it prints last. Throws with all it wrote when it fails.
 */
export async function runPython<Result>(environment: string, script: string, input: object): Promise<Result> {
  const child = spawn(pythonWith(environment), [join(import.meta.dirname, 'python', script)], {
    env: { PATH: process.env.PATH, PYTHONUNBUFFERED: '1' },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL'
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => {
    stdout += String(chunk)
  })
  child.stderr.on('data', chunk => {
    stderr += String(chunk)
  })
  child.stdin.end(JSON.stringify(input))
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`${script} ended with ${code ?? signal}:\n${stdout}\n${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result
}
