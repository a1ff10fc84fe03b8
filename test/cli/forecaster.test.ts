import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../learners/forest/artefact.ts'
import { type Called, call } from './call.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const at = (name: string) => join(root, name)

let trained: Called
beforeAll(async () => {
  const made = await call(
    'simulate',
    '--cascades',
    '60',
    '--seed',
    '4',
    '--minimum-events',
    '30',
    '--out',
    at('set')
  )
  expect(made.stderrText).toBe('')
  trained = await train('model', '--threads', '2')
  expect(trained).toMatchObject({ code: 0, stderrText: '' })
})

function train(out: string, ...more: readonly string[]) {
  return call(
    'train',
    at('set'),
    '--window-seconds',
    '600,3600',
    '--trees',
    '20',
    '--out',
    at(out),
    '--json',
    ...more
  )
}

test('train writes the same bytes for any number of threads, and others for another seed', async () => {
  await train('again', '--threads', '1')
  await train('other', '--seed', '9')
  const [model, again, other] = ['model', 'again', 'other'].map(name => readFileSync(at(name)))
  expect(again!.equals(model!)).toBe(true)
  expect(other!.equals(model!)).toBe(false)
})

test('train keeps the numbers of the cascades only if it is asked to', async () => {
  const listIds = async (model: string) => {
    const { out } = await call('predict', at('set'), '--window-seconds', '3600', '--model', at(model))
    const lines: readonly { readonly similar: readonly { readonly id: string | null }[] }[] = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    return lines.flatMap(({ similar }) => similar.map(({ id }) => id))
  }
  await train('named', '--keep-ids')
  expect(new Set(await listIds('model'))).toEqual(new Set([null]))
  for (const id of await listIds('named')) expect(id).toMatch(/^\d+$/)
})

test('inspect prints the same figures as train', async () => {
  const inspected = JSON.parse((await call('inspect', at('model'), '--json')).out)
  expect(inspected.sha256).toBe(JSON.parse(trained.out).sha256)
  expect(inspected.trainedOn.cascades).toBe(60)
  expect(
    inspected.windows.map((each: { windowSeconds: number; followers: string }) => [
      each.windowSeconds,
      each.followers
    ])
  ).toEqual([
    [600, 'all'],
    [3600, 'all'],
    [600, 'none'],
    [3600, 'none']
  ])
  const { code, out } = await call('inspect', at('model'))
  expect(code).toBe(0)
  expect(out).toMatch(/trained on 60 cascades, seed 1/)
})

test('predict prints one line of JSON for each cascade, never below the observed events', async () => {
  const { code, out } = await call('predict', at('set'), '--window-seconds', '3600', '--model', at('model'))
  expect(code).toBe(0)
  const forecasts = out.split('\n').map(line => JSON.parse(line))
  expect(forecasts.map(each => each.cascade)).toEqual(Array.from({ length: 60 }, (_, i) => i))
  for (const { point, observedEvents, interval, method } of forecasts) {
    expect(['hybrid', 'early']).toContain(method)
    expect(point).toBeGreaterThanOrEqual(observedEvents)
    expect(interval.low).toBeLessThanOrEqual(interval.high)
  }
})

test('train --engine ml-random-forest writes a model without intervals that predict and inspect read', async () => {
  expect(await train('points', '--engine', 'ml-random-forest')).toMatchObject({ code: 0, stderrText: '' })
  const { out } = await call('predict', at('set'), '--window-seconds', '1200', '--model', at('points'))
  for (const line of out.split('\n')) {
    const { point, observedEvents, interval, method } = JSON.parse(line)
    expect(['hybrid', 'early']).toContain(method)
    expect(point).toBeGreaterThanOrEqual(observedEvents)
    expect(interval).toBeNull()
  }
  const inspected = await call('inspect', at('points'))
  expect(inspected.out).toMatch(
    /after 1 h: 20 trees of \d+ cascades by ml-random-forest, a point and no interval/
  )
  const picture = [
    '--window-seconds',
    '1200',
    '--cascade',
    '2',
    '--model',
    at('points'),
    '--out',
    at('points.svg')
  ]
  expect(await call('plot', at('set'), ...picture)).toMatchObject({ code: 0, stderrText: '' })
})

test('fit --model fits with the priors of the model, as predict does', async () => {
  const words = [at('set'), '--window-seconds', '3600']
  const lines = (await call('predict', ...words, '--model', at('model'))).out.split('\n')
  const predicted = JSON.parse(lines[3]!).fit
  const own = await call('fit', ...words, '--cascade', '3', '--model', at('model'), '--json')
  const free = await call('fit', ...words, '--cascade', '3', '--json')
  const { fit } = JSON.parse(own.out)
  expect(fit.decay / predicted.decay).toBeCloseTo(1, 2)
  expect(fit.negLogLikelihood).toBeGreaterThan(JSON.parse(free.out).fit.negLogLikelihood + 1e-3)
  const both = await call('fit', ...words, '--model', at('model'), '--kernel', 'exponential')
  expect([both.code, both.stderrText]).toEqual([2, expect.stringContaining('cannot be used with')])
})

test('predict without a model forecasts by the formula, or gives a reason', async () => {
  const { out } = await call('predict', at('set'), '--window-seconds', '3600', '--threads', '1')
  for (const { method, point, reason } of out.split('\n').map(line => JSON.parse(line))) {
    expect(['hawkes', 'none']).toContain(method)
    expect(point === null).toBe(reason !== null)
  }
})

test('a forecast does not depend on events after the window', async () => {
  const cut = cutAfter(3600)
  const whole = await call('predict', at('set'), '--window-seconds', '3600', '--model', at('model'))
  const seen = await call('predict', cut, '--window-seconds', '3600', '--model', at('model'))
  expect(seen.out).toBe(whole.out)
})

/** The set with every event after the window left out. */
function cutAfter(window: number): string {
  const rows = readFileSync(at('set/data.csv'), 'utf8').trimEnd().split('\n').slice(1)
  const ranges = readFileSync(at('set/index.csv'), 'utf8').trimEnd().split('\n').slice(1)
  const kept: string[] = []
  const index = ranges.map(range => {
    const [start, end] = range.split(',').map(Number) as [number, number]
    const first = kept.length + 1
    kept.push(...rows.slice(start - 1, end).filter(row => Number.parseFloat(row) <= window))
    return `${first},${kept.length}`
  })
  const folder = mkdtempSync(at('cut-'))
  writeFileSync(join(folder, 'data.csv'), `time,magnitude\n${kept.join('\n')}\n`)
  writeFileSync(join(folder, 'index.csv'), `start_ind,end_ind\n${index.join('\n')}\n`)
  return folder
}

test('evaluate takes --fewest-events, the old name of --min-events, and prints a note', async () => {
  const words = ['evaluate', at('set'), '--window-seconds', '3600', '--folds', '3', '--methods', 'constant']
  const old = await call(...words, '--fewest-events', '20')
  expect(old).toMatchObject({ code: 0, stderrText: '--fewest-events is deprecated: use --min-events' })
  expect(old.out).toBe((await call(...words, '--min-events', '20')).out)
  expect(old.out).not.toBe((await call(...words)).out)
})

test('evaluate prints the figures as JSON or as tables', async () => {
  const words = ['evaluate', at('set'), '--window-seconds', '3600', '--folds', '3', '--trees', '10']
  const { code, out } = await call(...words, '--json')
  expect(code).toBe(0)
  const { folds, windows } = JSON.parse(out)
  expect([folds, windows.length]).toEqual([3, 1])
  const names = windows[0].methods.map((each: { method: string }) => each.method)
  expect(names).toEqual([
    'constant',
    'hawkes',
    'prototype',
    'ratio',
    'loglog',
    'seismic',
    'features',
    'hybrid'
  ])
  const keys = ['meanARE', 'medianARE', 'within20', 'skill', 'failures', 'coverage80', 'width80', 'byTercile']
  for (const key of keys) expect(windows[0].methods[7]).toHaveProperty(key)
  const table = (await call(...words, '--methods', 'constant,hybrid', '--threads', '1')).out
  expect(table).toMatch(/After 1 h, \d+ cascades\nmethod +mean ARE/)
  expect(table).toMatch(/^hybrid +0\.\d{3}/m)
})

test('evaluate --test trains on one folder and measures on the other', async () => {
  await call('simulate', '--cascades', '40', '--seed', '5', '--minimum-events', '30', '--out', at('test'))
  const { out } = await call(
    ...[
      'evaluate',
      at('set'),
      '--test',
      at('test'),
      '--window-seconds',
      '3600',
      '--methods',
      'constant,ratio',
      '--json'
    ]
  )
  const { folds, windows } = JSON.parse(out)
  expect(folds).toBeNull()
  expect(windows[0].cascades).toBeLessThanOrEqual(40)
})

test('plot writes a complete picture in either format', async () => {
  for (const format of ['svg', 'png']) {
    const words = [
      '--window-seconds',
      '3600',
      '--cascade',
      '2',
      '--model',
      at('model'),
      '--out',
      at(`picture.${format}`)
    ]
    expect(await call('plot', at('set'), ...words)).toMatchObject({ code: 0, stderrText: '' })
  }
  const svg = readFileSync(at('picture.svg'), 'utf8')
  expect([svg.slice(0, 5), svg.slice(-6)]).toEqual(['<svg ', '</svg>'])
  expect(svg.match(/set, cascade 2 · (hybrid|early) forecast/)).not.toBeNull()
  expect(readFileSync(at('picture.png')).subarray(1, 4).toString('latin1')).toBe('PNG')
})

test('rejects unusable input by name with exit code 2, and writes nothing', async () => {
  await call('simulate', '--cascades', '10', '--seed', '6', '--out', at('few'))
  const bytes = readFileSync(at('model'))
  writeFileSync(at('short'), bytes.subarray(0, bytes.length - 8))
  writeFileSync(at('damaged'), Buffer.from(bytes).fill(7, 5000, 5008))
  const { header, arrays } = decodeArtefact(bytes)
  writeFileSync(at('newer'), encodeArtefact({ header: { ...(header as object), version: 99 }, arrays }))
  const set = at('set')
  const refusals: readonly [readonly string[], RegExp][] = [
    [['inspect', at('short')], /short: not a usable model/],
    [['inspect', at('damaged')], /damaged: not a usable model: .*checksum/],
    [['inspect', at('set/data.csv')], /not a usable model: .*magic/],
    [['inspect', at('newer')], /newer: not a usable model: .* version is 99; this code reads 1/],
    [['inspect', at('nowhere')], /nowhere: no such file/],
    [['predict', set, '--window-seconds', '600', '--model', at('damaged')], /damaged: not a usable model/],
    [['predict', at('nowhere'), '--window-seconds', '600'], /nowhere: no such file/],
    [['train', set, '--window-seconds', '600,600', '--out', at('x')], /Must not list a window twice/],
    [
      ['train', at('few'), '--window-seconds', '600', '--out', at('x')],
      /few: window 600 s has \d+ cases with at least 5 events; training needs at least 20/
    ],
    [
      [...['train', set, '--engine', 'ml-random-forest'], '--trees', '100000', '--out', at('x')],
      /set: ml-random-forest would take about \d+ s/
    ],
    [['train', set, '--publish', '--engine', 'ml-random-forest'], /requires --out/],
    [['train', set, '--publish', '--keep-ids'], /--keep-ids requires --out/],
    [['train', set, '--engine', 'ml-random-forest', '--keep-ids', '--out', at('x')], /has no effect/],
    [
      ['train', set, '--window-seconds', '600', '--trees', '2', '--out', at('no/x')],
      /no such file or directory/
    ],
    [['evaluate', set, '--window-seconds', '600', '--folds', '61'], /folds must be .* 60 groups/],
    [['evaluate', set, '--window-seconds', '600', '--folds', '3', '--test', set], /cannot be used with/],
    [['evaluate', set, '--window-seconds', '600', '--methods', 'magic'], /Must list names out of constant, /],
    [['plot', set, '--cascade', '60', '--window-seconds', '600', '--out', at('x.svg')], /no cascade 60/],
    [
      ['plot', set, '--cascade', '1', '--window-seconds', '600', '--out', at('x.gif')],
      /--out must end in \.svg or \.png/
    ],
    [['plot', set, '--window-seconds', '600', '--out', at('x.svg')], /is a folder, not a file/],
    [['dance'], /unknown command 'dance'/]
  ]
  for (const [words, reason] of refusals) {
    const { code, out, stderrText } = await call(...words)
    expect([words, code, out]).toEqual([words, 2, ''])
    expect(stderrText).toMatch(reason)
  }
  expect(readdirSync(root).filter(name => name.startsWith('x') || name.endsWith('.tmp'))).toEqual([])
})
