import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { exitCodeOf } from '../../cli/exit-codes.ts'
import { GroundswellError, type ProblemCode } from '../../client/error.ts'
import type { ProcessHealth } from '../../web/queue/merge-health.ts'
import { smallCascade } from '../harness/cascades.ts'
import { type Started, startProgram } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { makeEnvironment } from '../harness/test-environment.ts'
import { damageArtefact, publishTwoVersions } from '../harness/two-versions.ts'
import { type Called, call, callWithInput } from './call.ts'

const secret = '0123456789abcdef'
// The service runs in a folder of its own.
const modules = ['test/fixtures/language-guess.ts', 'test/predictor-kit/toys/toy-click.ts']
  .map(module => join(import.meta.dirname, '../..', module))
  .join(',')
let service: Started
beforeAll(async () => {
  const testEnvironment = await makeEnvironment()
  await publishTwoVersions(testEnvironment)
  service = await startProgram({
    testEnvironment,
    settings: { GROUNDSWELL_API_KEYS: `operator:${secret}`, GROUNDSWELL_PREDICTOR_MODULES: modules }
  })
})
afterAll(async () => {
  await service.stop()
  await service.testEnvironment.remove()
})
beforeEach(() => {
  // The test runner has a MODE of its own.
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('GROUNDSWELL_API_KEY', secret)
  vi.stubEnv('GROUNDSWELL_URL', service.url)
})

function writeCascade(): string {
  const file = join(temporaryFolder(), 'cascade.csv')
  const rows = smallCascade().events.map(({ time, magnitude }) => `${time},${magnitude}`)
  writeFileSync(file, ['time,magnitude', ...rows, '4000,9'].join('\n'))
  return file
}

const readAsDocumented = expect.stringContaining('Times read as seconds since the post.')

async function callForJson(...words: readonly string[]) {
  const { code, out, stderrText } = await call(...words, '--json')
  expect({ code, stderrText }).toEqual({ code: 0, stderrText: words[0] === 'submit' ? readAsDocumented : '' })
  return JSON.parse(out)
}

function refused(code: number, stderrText: string | RegExp): Called {
  return { code, out: '', stderrText: expect.stringMatching(stderrText) }
}

test('submit --wait prints the forecast, and the lists show the predictions', async () => {
  const file = writeCascade()
  const words = await call('submit', file, '--window-seconds', '300', '--id', '..', '--wait')
  expect(words).toEqual(refused(2, /^groundswell: id must not be \. or/m))
  const stderrText = await call('submit', file, '--window-seconds', '300', '--id', 'my-post', '--wait')
  expect(stderrText).toMatchObject({ code: 0, stderrText: readAsDocumented })
  expect(stderrText.out).toMatch(
    /^prd_\w+: succeeded\n {2}about +my-post\n {2}Final size \(median\) +\d.*\n {2}Events seen +14\n {2}Window +5 min\n/s
  )

  const keyed = ['submit', file, '--id', 'my-post', '--idempotency-key', 'k1']
  const accepted = await callForJson(...keyed)
  expect(accepted).toMatchObject({ subject: 'my-post', windowSeconds: 4000, observedEvents: 15 })
  expect((await callForJson(...keyed)).id).toBe(accepted.id)
  const ended = await callForJson(...keyed, '--wait')
  expect(ended).toMatchObject({ id: accepted.id, state: 'succeeded', result: { windowSeconds: 4000 } })

  const { items } = await callForJson('predictions', 'list', '--subject', 'my-post', '--state', 'succeeded')
  expect(items).toHaveLength(2)
  expect(await callForJson('predictions', 'show', accepted.id)).toEqual(items[0])
  const page = await call('predictions', 'list', '--limit', '1')
  expect(page.out.split('\n')).toEqual([
    expect.stringMatching(/^id +predictor +subject +state +answer +model +created$/),
    expect.stringMatching(`^${accepted.id} +cascade-size +my-post +succeeded +Final size \\(median\\) \\d`)
  ])
  const [, cursor] = /^more: --cursor (\S+)$/.exec(page.stderrText)!
  expect((await call('predictions', 'list', '--limit', '1', '--cursor', cursor!)).out).not.toContain(
    accepted.id
  )
  expect((await call('predictions', 'list', '--state', 'running')).out).toBe('none')
  expect(await call('predictions', 'cancel', accepted.id)).toEqual(
    refused(2, 'succeeded: it cannot be canceled')
  )
})

test('submit --predictor prints the declared fields of the answer, and outcomes are reported, listed and withdrawn', async () => {
  const submit = ['submit', '--predictor', 'language-guess']
  const text = JSON.stringify({ text: 'How do you do?' })
  const answered = await callWithInput(text, ...submit, '-', '--subject', 'text-1')
  expect(answered).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^prd_\w+: succeeded\n {2}about +text-1\n {2}Probability +0 %\n/)
  })
  const accepted = await callWithInput(text, ...submit, '-', '--no-wait')
  expect(accepted.out).toMatch(/^prd_\w+: (queued|running|succeeded)\n/)
  expect(await callWithInput('{"text": 5}', ...submit, '-')).toEqual(
    refused(2, /input\.text must be a string \(got 5\)/)
  )
  expect(await callWithInput('{"text": "a"', ...submit, '-')).toEqual(
    refused(2, /standard input: no valid JSON: line 1, column 13/)
  )
  expect(await callWithInput('{"text": ""}', ...submit, '-')).toMatchObject({
    code: 2,
    out: expect.stringMatching(/: failed\n.*is empty/s)
  })

  const whose = ['--predictor', 'language-guess']
  const report = ['outcomes', 'report', 'text-1', '{"language": "en"}', ...whose]
  const stored = await call(...report, '--ended-at', '2026-11-21T08:00:00Z')
  expect(stored.out).toBe('text-1: stored as revision 1, ended 2026-11-21 08:00:00')
  expect(await call(...report, '--id', 'a')).toEqual(
    refused(2, /each subject of language-guess has one outcome/)
  )
  expect(await call('outcomes', 'report', 'text-1', '{}', ...whose)).toEqual(
    refused(2, /language is missing/)
  )
  expect(await call('outcomes', 'report', 'text-1', 'en', ...whose)).toEqual(refused(2, /Must be JSON/))
  const { items } = await callForJson('outcomes', 'list', ...whose)
  expect(items).toMatchObject([{ subject: 'text-1', outcome: { language: 'en' } }])
  const withdraw = ['outcomes', 'withdraw', ...whose, '--reason', 'a test']
  expect((await call(...withdraw, '--subject', 'text-1')).out).toMatch(
    /^would withdraw 1 outcomes,.*\n {2}text-1$/s
  )
  expect(await call(...withdraw, '--cascade', 'text-1', '--yes')).toMatchObject({
    out: expect.stringMatching(/^withdrew 1 outcomes,/),
    stderrText: '--cascade is deprecated: use --subject'
  })
  expect((await call('outcomes', 'list', ...whose)).out).toBe('none')
})

test('outcomes report gives each of many outcomes an id of its own', async () => {
  const whose = ['--predictor', 'toy-click']
  const input = JSON.stringify({ device: 'phone', words: ['free'] })
  await callWithInput(input, 'submit', ...whose, '-', '--subject', 'banner')
  const report = ['outcomes', 'report', 'banner', '{"clicked": true}', ...whose]
  expect((await call(...report, '--id', 'first')).out).toMatch(/^banner, outcome first: stored as revision 1/)
  expect((await call(...report)).out).toMatch(/^banner, outcome \S+: stored as revision 1/)
  expect((await call('outcomes', 'list', ...whose, '--subject', 'banner')).out.split('\n')).toHaveLength(3)
})

test('lists, compares, promotes and rolls back versions, with actor and reason', async () => {
  const { items } = await callForJson('models', 'list')
  expect(items).toMatchObject([
    { version: 2, isServing: false },
    { version: 1, isServing: true }
  ])
  expect((await call('models', 'show')).out).toMatch(/^cascade-size version 1, live\n/)
  expect((await call('models', 'compare', '1', '2')).out).toMatch(
    /^Absolute relative error \(lower is better\)\nWindow +forecaster +mean of 1 +of 2 /
  )
  expect(await call('models', 'rollback')).toEqual(refused(2, 'there is no earlier live version'))
  expect(await call('models', 'promote', '7')).toEqual(refused(2, 'no version 7'))
  expect(await call('models', 'show', 'one')).toMatchObject({ code: 2 })
  const promoted = await call('models', 'promote', '2', '--reason', 'to be tried')
  expect(promoted).toEqual({ code: 0, out: 'version 2 is live (before: version 1)', stderrText: '' })
  expect(await callForJson('models', 'rollback', '--reason', 'worse', '--actor', 'me')).toMatchObject({
    action: 'rollback',
    version: 1,
    actor: 'me'
  })
  const [, last, first] = (await call('models', 'history')).out.split('\n')
  expect(last).toMatch(/ rollback +1 +2 +me +worse$/)
  expect(first).toMatch(/ promote +2 +1 +operator +to be tried$/)
  const changelog = (await call('models', 'changelog', '--limit', '1')).out
  expect(changelog).toMatch(
    /^cascade-size version 2 \(trained on simulated cases, no parent\)\n {2}created +.*\n {2}data +source: /
  )
  expect(changelog).toMatch(/\n {2}promoted +.* by operator: to be tried\n/)
  expect(changelog).toMatch(
    /\n {2}rolled-back +.* by me, version 1 went live: worse\n {2}not known +The gate/
  )
  expect(changelog).toMatch(
    /\n {2}Absolute relative error \(lower is better\)\n {2}Window +cases +mean +median\n {2}all +/
  )
  expect((await call('models', 'list')).out).toMatch(/\n1 +\* /)
})

test('exits with a code by the kind of the error', () => {
  const codeOf = (code: ProblemCode, status?: number) =>
    exitCodeOf(new GroundswellError(code, 'a test', status === undefined ? {} : { status }))
  expect([codeOf('network'), codeOf('timeout'), codeOf('backlog-full', 429)]).toEqual([3, 3, 3])
  expect([codeOf('unexpected-answer', 404), codeOf('unexpected-answer', 502)]).toEqual([2, 3])
  expect([codeOf('not-found', 404), codeOf('internal', 500)]).toEqual([2, 1])
})

test('cancels, retries and redrives predictions that no worker runs', async () => {
  const idle = await startProgram({ processes: ['api'] })
  try {
    vi.stubEnv('GROUNDSWELL_URL', idle.url)
    const { id } = await callForJson('submit', writeCascade(), '--window-seconds', '300')
    const late = await call('submit', writeCascade(), '--wait', '--timeout', '1')
    expect(late).toEqual(refused(3, /prd_\w+ is still queued/))
    expect((await call('predictions', 'cancel', id)).out).toMatch(new RegExp(`^${id}: canceled\n`))
    expect((await call('predictions', 'retry', id)).out).toBe(`${id}: queued`)
    expect(await call('predictions', 'retry', id)).toEqual(refused(2, 'queued: it cannot be retried'))
    expect((await call('dead-letters', 'list')).out).toBe('none')
    expect(await call('dead-letters', 'redrive', 'nope')).toEqual(refused(2, "no dead letter 'nope'"))

    const soon = new Date(Date.now() + 300).toISOString()
    const { body } = await idle.post('/cascades', { ...smallCascade(), deadline: soon })
    const listed = async () => (await callForJson('dead-letters', 'list')).items
    await expect.poll(listed).toHaveLength(1)
    const [letter] = await listed()
    expect(letter).toMatchObject({
      predictionId: body.id,
      reason: expect.stringContaining('deadline-passed')
    })
    const failed = await call('predictions', 'show', body.id)
    expect(failed.out).toMatch(/: failed\n.*deadline-passed/s)
    expect((await call('dead-letters', 'list')).out).toContain(letter.id)
    expect((await call('dead-letters', 'redrive', letter.id)).out).toMatch(
      new RegExp(`^${letter.id}: sent again to`)
    )
    expect((await call('dead-letters', 'list')).out).toBe('none')
  } finally {
    await idle.stop()
  }
})

test('replay DIR --model compares a version with what is live on the cascades of a folder; the service keeps nothing', async () => {
  const folder = temporaryFolder()
  const cascades = Array.from({ length: 6 }, (_, number) =>
    smallCascade().events.map(({ time, magnitude }) => `${time * (1 + number)},${magnitude}`)
  )
  const ranges = cascades.map((rows, number) => `${1 + number * rows.length},${(number + 1) * rows.length}`)
  writeFileSync(join(folder, 'data.csv'), ['time,magnitude', ...cascades.flat()].join('\n'))
  writeFileSync(join(folder, 'index.csv'), ['start_ind,end_ind', ...ranges].join('\n'))
  const before = await callForJson('predictions', 'list')
  const compared = await callForJson('replay', folder, '--model', '2')
  expect(compared).toMatchObject({ model: 2, served: 1 })
  expect(compared.windows.map((each: { windowSeconds: number }) => each.windowSeconds)).toEqual([
    300, 600, 3_600
  ])
  for (const each of compared.windows) {
    expect(each.cases).toBe(6)
    // Both versions hold the same model.
    expect(each.meanARE).toBe(each.meanAREServed)
    expect(each.meanAREWithoutModel).toBeGreaterThanOrEqual(0)
    expect(Object.keys(each.meanBaselineLosses)).toEqual(['constant', 'ratio', 'loglog'])
    expect([each.meanBaselineLosses.constant, each.meanAREConstant]).toEqual([0, 0])
  }
  expect(await callForJson('predictions', 'list')).toEqual(before)
  expect(await call('replay', folder, '--model', '9')).toEqual(refused(2, /version 9/))
  expect(await call('replay', '--topic')).toEqual(refused(2, /--model/))
  expect(await call('replay', '--topic', '--model', '2', '--seed', '3')).toEqual(
    refused(2, /--seed has no effect with --topic/)
  )
  expect(await call('replay', '--simulate', '--order', 'random')).toEqual(
    refused(2, /--order has no effect with --simulate/)
  )
  const topic = await callForJson('replay', '--topic', '--model', '2')
  expect(topic).toMatchObject({ state: 'succeeded', model: 2, throughModel: [], events: 0 })
  expect(await call('replay', '--topic', '--model', '9')).toEqual(refused(2, /version 9/))
})

test('verify measures the live version, and exits with 1 if that fails', async () => {
  const passed = await call('verify')
  expect(passed).toMatchObject({ code: 0, stderrText: '' })
  expect(passed.out).toMatch(
    /^newest, version 1: undecided\n {2}0 groups of real cases .* at least 30 are needed\n\n/
  )
  expect(passed.out).toMatch(
    /\ngolden, version 1: passed\n {2}version 1 answers all 12 golden cases .*\n {2}12 cases\n {2}slice +answered +mean loss of live +mean loss of model-less\n {2}all +12 /
  )
  expect((await call('verify', '--predictor', 'other')).stderrText).toMatch(/there is no predictor 'other'/)
  await damageArtefact(service.testEnvironment, 1)
  const failed = await call('verify', '--json')
  expect(failed.code).toBe(1)
  expect(JSON.parse(failed.out).items).toMatchObject([
    { kind: 'newest', state: 'failed' },
    { kind: 'golden', state: 'failed' }
  ])
  expect(failed.stderrText).toMatch(/^groundswell: verification failed \(newest\): version 1 is damaged/)
  // The trainer's, in whatever process it runs: its next heartbeat tells of it.
  const listProblems = async () => {
    const answer = await fetch(`${service.url}/processes`, { headers: { authorization: `Bearer ${secret}` } })
    const { items } = (await answer.json()) as {
      readonly items: readonly { readonly status: { readonly health?: ProcessHealth } }[]
    }
    return items.flatMap(({ status }) => status.health?.problems ?? [])
  }
  await expect
    .poll(listProblems)
    .toContainEqual(expect.objectContaining({ name: 'verification of cascade-size' }))
})
