import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { curl } from '../../deploy/tools/tools.ts'
import { runTool } from '../deploy/run-tool.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('curl submits, streams a batch in chunks, keeps an artefact by its ETag, and reads an event stream', async () => {
  const program = await startForTest()
  const folder = temporaryFolder()
  const run = (args: readonly string[], input = '') => {
    const { status, stdout, stderr } = runTool(curl.install(), ['-sS', '--max-time', '30', ...args], {
      input
    })
    expect([args, status, stderr]).toEqual([args, 0, ''])
    return stdout
  }
  const at = (path: string) => new URL(path, program.url).href
  const json = ['-H', 'Content-Type: application/json']

  // A body of 1 MB and more: curl asks first (Expect: 100-continue).
  const file = join(folder, 'cascade.json')
  const events = Array.from({ length: 40_000 }, (_, index) => ({
    time: index / 200,
    magnitude: 100 + (index % 50)
  }))
  writeFileSync(file, JSON.stringify({ window: 300, events }))
  const large = run([
    ...json,
    '-H',
    'Prefer: wait=20',
    '-H',
    'Expect: 100-continue',
    '--data-binary',
    `@${file}`,
    at('/cascades')
  ])
  expect(JSON.parse(large)).toMatchObject({ state: 'succeeded', result: { observedEvents: events.length } })

  const lines = [smallCascade('one'), { events: [] }, smallCascade('two')].map(each => JSON.stringify(each))
  const batch = run(
    ['-H', 'Content-Type: application/x-ndjson', '-T', '-', '-X', 'POST', at('/cascades/batch')],
    lines.join('\n')
  )
  const answers = batch
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as object)
  expect(answers).toMatchObject([
    { line: 1, accepted: {} },
    { line: 2, problem: { status: 400 } },
    { line: 3, accepted: {} }
  ])

  const artefact = join(folder, 'artefact.bin')
  const etag = join(folder, 'etag')
  const keep = [
    '--etag-save',
    etag,
    '--etag-compare',
    etag,
    '-o',
    artefact,
    '-w',
    '%{http_code}',
    at('/models/1/artefact')
  ]
  writeFileSync(etag, '')
  expect(run(keep)).toBe('200')
  const { sha256 } = JSON.parse(run([at('/models/1')])) as { readonly sha256: string }
  expect(createHash('sha256').update(readFileSync(artefact)).digest('hex')).toBe(sha256)
  const head = run(['-I', at('/models/1/artefact')])
  expect(head).toMatch(/^HTTP\/1\.1 200/)
  expect(head).toMatch(/content-length: [1-9]/i)

  const first = run([
    '--compressed',
    '-H',
    'Prefer: wait=20',
    ...json,
    '-d',
    JSON.stringify(smallCascade()),
    at('/cascades')
  ])
  const { id } = JSON.parse(first) as { readonly id: string }
  const feed = run(['-N', at(`/predictions/${id}/feed`)])
  expect(feed).toMatch(/event: prediction\.succeeded\ndata: \{/)
  expect(run(['-o', '/dev/null', '-w', '%{http_code}', at('/predictions/none')])).toBe('404')
})
