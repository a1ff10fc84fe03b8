import { expect, test } from 'vitest'
import { advanceSilent, Timeline } from '../../../cascades/collector/timeline.ts'

const settings = { latenessSeconds: 0, silenceSeconds: 30, lostSeconds: 60 }

/** A feed without watermarks in two partitions, with an event at time 1,000 and one at time 2,000. */
function open() {
  const timelines = [new Timeline(settings, 0), new Timeline(settings, 0)] as const
  timelines[0].receiveEvent(1_000, 0)
  timelines[1].receiveEvent(2_000, 0)
  const advance = (now: number, maxTime = 1e9, unread: readonly number[] = []) => {
    const all = timelines.map((timeline, i) => ({ timeline, readUntil: unread.includes(i) ? null : now }))
    advanceSilent(all, maxTime)
    return timelines.map(({ watermark }) => watermark)
  }
  return { timelines, advance }
}

test('advances a silent partition to the furthest watermark of its source, not before the silence limit', () => {
  const { timelines, advance } = open()
  timelines[1].receiveEvent(2_000, 29_000)
  expect(advance(30_000)).toEqual([1_000, 2_000])
  expect(advance(30_500)).toEqual([2_000, 2_000])
})

test('advances a source that is silent everywhere with the clock, up to the maximum time', () => {
  const { advance } = open()
  expect(advance(30_000)).toEqual([1_000, 2_000])
  expect(advance(40_000)).toEqual([2_010, 2_010])
  expect(advance(50_000, 2_015)).toEqual([2_015, 2_015])
})

test('does not advance a partition that may have unread events, nor the others with the clock', () => {
  const { advance } = open()
  expect(advance(60_000, 1e9, [0, 1])).toEqual([1_000, 2_000])
  expect(advance(60_000, 1e9, [0])).toEqual([1_000, 2_000])
  expect(advance(60_000, 1e9, [1])).toEqual([2_000, 2_000])
  expect(advance(60_000)).toEqual([2_030, 2_030])
})

test('knows, also after a restart, which times only the clock has reached', () => {
  const { timelines, advance } = open()
  advance(60_000)
  for (const timeline of [timelines[1], new Timeline(settings, 0, timelines[1].state)]) {
    expect(timeline.passed).toBe(2_030)
    expect([2_000, 2_001].map(time => timeline.hasReceived(time))).toEqual([true, false])
  }
  const before = new Timeline(settings, 0, { watermark: 50, isManaged: false, isEnded: false })
  expect(before.hasReceived(50)).toBe(true)
})

test('counts silence anew after a gap in reading', () => {
  const { timelines, advance } = open()
  for (const timeline of timelines) timeline.restartSilence(50_000)
  expect(advance(80_000)).toEqual([1_000, 2_000])
  expect(advance(81_000)).toEqual([2_001, 2_001])
})
