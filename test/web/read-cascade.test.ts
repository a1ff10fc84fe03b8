import { expect, test } from 'vitest'
import { readCascade } from '../../web/try-it/read-cascade.ts'

const events = { times: [0, 12.5], magnitudes: [5400, 310] }

test.each([
  ['CSV with a heading', 'time,magnitude\n0,5400\n12.5,310\n', null],
  ['CSV without, tabs, Windows lines', '0\t5400\r\n12.5\t310', null],
  ['pairs', '[[0,5400],[12.5,310]]', null],
  ['objects, out of order', '[{"time":12.5,"magnitude":310},{"time":0,"magnitude":5400}]', null],
  ['a submission', '{"events":[{"time":0,"magnitude":5400},{"time":12.5,"magnitude":310}],"window":300}', 300]
])('%s is read', (_, text, windowSeconds) => {
  expect(readCascade(text)).toEqual({ ...events, windowSeconds })
})

test.each([
  ['', /Paste a cascade/],
  ['time,followers', /no events/],
  ['0,5\n1', /Line 2/],
  ['0,5\n1,', /Line 2/],
  ['time,followers\n0,5\nx,2', /Line 3/],
  ['3,5\n4,6', /at time 0/],
  ['0,-5', /Event 1: the followers/],
  ['[[0,5],[-1,5]]', /Event 2: the time/],
  ['[[0,5]', /no valid JSON/],
  ['{"event":[]}', /no list of 'events'/],
  ['[7]', /Event 1: expected/]
])('%j is refused with its place', (text, words) => {
  expect(() => readCascade(text)).toThrow(words)
})
