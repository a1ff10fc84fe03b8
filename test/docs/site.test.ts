import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { listSettings } from '../../app/config.ts'
import { commands } from '../../cli/commands.ts'
import { makeTemporaryFolder } from '../harness/temporary.ts'
import { root } from './blocks.ts'

const site = makeTemporaryFolder()
beforeAll(() => void execFileSync(process.execPath, ['docs/site/build-site.ts', site], { cwd: root }))
afterAll(() => rmSync(site, { recursive: true, force: true }))

const read = (page: string) => readFileSync(join(site, page), 'utf8')

test('every link of the built site leads to a page, and to an anchor that is there', () => {
  const faults: string[] = []
  const pages = globSync('**/*.html', { cwd: site })
  expect(pages.length).toBeGreaterThan(25)
  for (const page of pages)
    for (const [, target] of read(page).matchAll(/\s(?:href|src|srcset)="([^"]+)"/g)) {
      if (/^https?:/.test(target!)) continue
      const [path, anchor] = target!.split('#') as [string, string?]
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(site, file))) faults.push(`${page}: ${target}`)
      else if (anchor !== undefined && !read(file).includes(` id="${decodeURIComponent(anchor)}"`))
        faults.push(`${page}: ${target} (anchor)`)
    }
  expect(faults).toEqual([])
})

test('the reference has every operation, command and setting, and names them once', () => {
  const api = read('reference/api.html')
  const { paths } = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as {
    paths: Record<string, object>
  }
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods)) expect(api).toContain(`>${method.toUpperCase()} ${path}</h3>`)
  const commandLine = read('reference/command-line.html')
  for (const { name } of commands) expect(commandLine).toContain(`Usage: groundswell ${name} `)
  expect(commandLine).toContain('Usage: groundswell models rollback ')
  const settings = read('reference/settings.html')
  for (const { variable } of listSettings()) expect(settings).toContain(`<code>${variable}</code>`)
  const events = read('reference/events.html')
  expect(events).toContain('>groundswell.events</h2>')
  expect(events).toContain('>predict.{predictor}</h2>')
})
