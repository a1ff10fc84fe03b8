import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../harness/temporary.ts'

const root = new URL('../../', import.meta.url).pathname
const DOCUMENTED_PORT = 8080

/** The program as `npm start` runs it, on the port the pages name, or on a free one where that is taken. */
async function startProgram(): Promise<number> {
  const isTaken = await new Promise<boolean>(resolve => {
    const socket = connect(DOCUMENTED_PORT, '127.0.0.1', () => resolve(true)).on('error', () =>
      resolve(false)
    )
    onTestFinished(() => void socket.destroy())
  })
  const port = isTaken ? 0 : DOCUMENTED_PORT
  // The test runner sets a MODE of its own.
  const env = {
    ...process.env,
    MODE: 'embedded',
    DATA_DIR: join(temporaryFolder(), 'data'),
    PORT: String(port)
  }
  const program = spawn(process.execPath, ['app/main.ts', 'start'], { cwd: root, env })
  const ended = new Promise(resolve => program.once('exit', resolve))
  onTestFinished(async () => {
    program.kill('SIGTERM')
    await ended
  })
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (chunk: Buffer) => {
      text += chunk
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]
      if (found) resolve(Number(found))
    }
    program.stdout.on('data', read)
    program.stderr.on('data', read)
    program.once('exit', () => reject(new Error(`it ended: ${text}`)))
  })
}

/** What each block of commands of a page prints. On another port than the documented one the number alone is changed. */
async function runCommands(page: string): Promise<string[]> {
  const port = await startProgram()
  const outputs: string[] = []
  const text = readFileSync(join(root, page), 'utf8')
  for (const [, block] of text.matchAll(/```sh\n(.*?)```/gs)) {
    const script = port === DOCUMENTED_PORT ? block! : block!.replaceAll(`:${DOCUMENTED_PORT}`, `:${port}`)
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script])
    outputs.push(stdout)
  }
  return outputs
}

test('the quick start of the README does what it says', async () => {
  const [forecast, list, outcome, models] = await runCommands('README.md')
  const prediction = JSON.parse(forecast!)
  expect(prediction).toMatchObject({
    state: 'succeeded',
    subject: 'my-post',
    result: { windowSeconds: 300, observedEvents: 8 }
  })
  expect(JSON.parse(list!).items.map(({ id }: { id: string }) => id)).toEqual([prediction.id])
  expect(JSON.parse(outcome!)).toMatchObject({ cascadeId: 'my-post', finalSize: 41, revision: 1 })
  expect(models).toMatch(/"version":|"code":"not-found"/)
})

test('every command of the page on the API works', async () => {
  const outputs = await runCommands('docs/how-to/use-the-api.md')
  const [submitted, batch, list, versions, training, wrong, operators] = outputs
  expect(outputs).toHaveLength(7)
  expect(submitted).toContain('202 Accepted')
  expect(
    batch!
      .trim()
      .split('\n')
      .map(line => Object.keys(JSON.parse(line)))
  ).toEqual([
    ['line', 'accepted'],
    ['line', 'problem']
  ])
  expect(JSON.parse(list!).items).toHaveLength(1)
  expect(versions).toContain('"items":')
  expect(training).toContain('"trigger":"requested"')
  expect(
    JSON.parse(wrong!)
      .faults.map(({ field }: { field: string }) => field)
      .toSorted()
  ).toEqual(['/events/0/magnitude', '/events/0/time', '/windw'])
  expect(operators).toContain('"status":"ready"')
  expect(operators).toContain('groundswell_predictions_accepted_total')
})
