import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
// So that a change of what the commands run is known to concern this test.
import '../../app/cli/thread-tasks.ts'

const readme = readFileSync('README.md', 'utf8')
const commands = [...readme.matchAll(/^ {4}(npm run -s groundswell .*)$/gm)].map(([, command]) => command!)

// A folder that looks like the checkout, so that what the commands write does not land in it.
const root = mkdtempSync(join(tmpdir(), 'groundswell-readme-'))
for (const name of ['package.json', 'node_modules', 'app', 'predictors', 'ports', 'source', 'adapters'])
  symlinkSync(resolve(name), join(root, name))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test("README's commands run as written, and say what README says", () => {
  expect(commands).toHaveLength(7)
  const outputs = commands.map(command => {
    const { status, stdout, stderr } = spawnSync(command, { shell: true, cwd: root, encoding: 'utf8' })
    expect([command, status, stderr.replaceAll(/^npm warn .*\n/gm, '')]).toEqual([command, 0, ''])
    return stdout
  })
  const forecast = JSON.parse(outputs[4]!.split('\n')[5]!)
  const [, seen, point, low, high] = readme.match(
    /(\S+) events seen, (\S+) expected in the end, (\S+) to (\S+) in/
  )!
  const shown = [forecast.observedEvents, forecast.point, forecast.interval.low, forecast.interval.high]
  expect(shown.map(size => Math.round(size).toLocaleString('en'))).toEqual([seen, point, low, high])
  expect(readFileSync(join(root, 'demo/forecast.png')).subarray(1, 4).toString('latin1')).toBe('PNG')
})
