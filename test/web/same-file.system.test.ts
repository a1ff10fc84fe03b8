import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { call } from '../cli/call.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { hasBrowser, type OpenedPage, openPage } from './browser.ts'

const shared = '../shared/cases'
const hasShared = existsSync(shared)
if (!hasShared) console.log(`skipped: files beside the project (${shared} is not there)`)

const files: Readonly<Record<string, string | Uint8Array>> = {
  'plain.csv': 'time,followers\n0,5400\n21,310\n31,1200\n',
  'semicolons.csv': '\ufeffid;Followers;Time\r\na;5400;0\r\nb;310;21,5\r\n',
  'clock.tsv': 'created_at\tuser_followers\n2025-11-21 04:40:31\t310\n2025-11-21 04:40:00\t5400\n',
  'milliseconds.csv': 'timestamp,followers\n1763700000000,5400\n1763700021400,310\n',
  'no-heading.csv': '0|5400\n12|310\n',
  'utf16.csv': Buffer.from('\ufefftime\tfollowers\n0\t5400\n12\t310\n', 'utf16le'),
  'packed.csv': gzipSync('time,followers\n0,5400\n12,310\n'),
  'two-times.csv': 'time,created_at,followers\n0,3,5400\n',
  'thousands.csv': 'time;followers\n0;5.400\n',
  'unit.csv': 'time,followers\n0,5400\n21000,310\n31000,7\n',
  'unknown.csv': 'time,followers\n0,5400\n21,null\n',
  'open-quote.csv': 'time,followers\n0,"5400\n',
  'late.csv': 'time,followers\n5,5400\n21,3\n',
  'nothing.csv': 'hello\n',
  'paths.txt': '7\t1\t1464710400\t2\t1:0 1/2:21 1/2/3:31\n'
}

/** The result of sending a file: the stored events and the notes, or the refusal. */
type Outcome = { readonly events: unknown; readonly notes: string } | { readonly refusal: string }

test.skipIf(!hasBrowser)(
  'reads a file to the same events and messages on the page, on the command line and in the API',
  async () => {
    vi.stubEnv('MODE', 'embedded')
    const service = await startForTest()
    const opened = await openPage(service.url)
    const folder = temporaryFolder()
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    const beside = hasShared ? globSync(`${shared}/{01,14}*/*.csv`) : []
    for (const file of [...globSync(`${folder}/*`), ...beside]) {
      const byApi = await sendToApi(service, file)
      expect(await sendByCommand(service, file), file).toEqual(byApi)
      expect(await sendByPage(service, opened, file), file).toEqual(byApi)
    }
    expect(opened.faults).toEqual([])
  }
)

async function sendToApi(service: Started, file: string): Promise<Outcome> {
  const response = await service.request('/cascades', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: readFileSync(file)
  })
  const body = (await response.json()) as { id: string; notes: string[]; detail: string }
  if (response.status === 400) return { refusal: body.detail }
  expect(response.status).toBe(202)
  return { events: await eventsOf(service, body.id), notes: body.notes.join(' ') }
}

async function sendByCommand(service: Started, file: string): Promise<Outcome> {
  const { code, out, stderrText } = await call('submit', file, '--url', service.url, '--json')
  if (code === 2) {
    const [first = ''] = stderrText.split('\n')
    const [, line, reason] = /^groundswell: .*?\.(?:csv|tsv|txt)(?::(\d+))?: (.*)$/.exec(first) ?? []
    return { refusal: line === undefined ? (reason ?? stderrText) : `line ${line}: ${reason}` }
  }
  expect(code, stderrText).toBe(0)
  const id = (JSON.parse(out) as { id: string }).id
  return { events: await eventsOf(service, id), notes: stderrText.slice(stderrText.indexOf(': ') + 2).trim() }
}

async function sendByPage(service: Started, { page }: OpenedPage, file: string): Promise<Outcome> {
  const before = await latestId(service)
  await page.reload()
  await page.getByLabel('Choose a file').setInputFiles({
    name: basename(file),
    mimeType: 'text/csv',
    buffer: readFileSync(file)
  })
  const note = page.locator('#cascade-note')
  await expect.poll(() => note.innerText()).not.toBe('')
  if ((await note.getAttribute('class'))?.includes('wrong')) return { refusal: await note.innerText() }
  const notes = (await page.locator('.preview .notes li').allInnerTexts()).join(' ')
  await page.getByRole('button', { name: 'Forecast', exact: true }).click()
  await expect.poll(() => latestId(service)).not.toBe(before)
  return { events: await eventsOf(service, (await latestId(service)) ?? ''), notes }
}

async function latestId(service: Started): Promise<string | undefined> {
  return (await service.get('/predictions?limit=1')).body.items[0]?.id
}

async function eventsOf(service: Started, id: string): Promise<unknown> {
  const { body } = await service.get(`/predictions/${id}/input`)
  return 'events' in body ? body.events : null
}
