import { expect, test } from 'vitest'
import { events, eventsOf, readFile } from './read-file.ts'

const unknown = Number.NaN
const withoutFollowers: readonly [string, string, number[][], string?][] = [
  ['a table with only times', 'time\n0\n21.5\n31\n', events.map(([time = 0]) => [time, unknown])],
  ['times without a heading', '0\n21,5\n31\n', events.map(([time = 0]) => [time, unknown])],
  [
    'dates without a heading',
    '2025-11-21 04:40:00\n2025-11-21 04:40:21.5\n2025-11-21 04:40:31\n',
    events.map(([time = 0]) => [time, unknown])
  ],
  [
    'a table without a column of followers',
    'text;time;reach\na;0;5400\nb;21,5;310\nc;31;1200\n',
    events.map(([time = 0]) => [time, unknown]),
    'Ignored: columns "text" and "reach".'
  ],
  ['pairs in JSON', '[[0],[21.5],[31]]', events.map(([time = 0]) => [time, unknown])],
  ['objects in JSON', '[{"time":0},{"time":21.5},{"time":31}]', events.map(([time = 0]) => [time, unknown])]
]

test.each(withoutFollowers)('reads the followers of %s as unknown', (_, content, expected, note) => {
  const read = readFile(content)
  expect(eventsOf(read)).toEqual([expected])
  expect(read.notes).toContain('Followers unknown: there is no column of followers.')
  if (note !== undefined) expect(read.notes).toContain(note)
})

test.each(['', 'null', 'NA', 'n/a', 'NaN', 'None', '?', 'unknown'])(
  'reads followers of %j as unknown, not as 0',
  cell => {
    const read = readFile(`time,followers\n0,5400\n21.5,${cell}\n31,0\n`)
    expect(eventsOf(read)).toEqual([
      [
        [0, 5400],
        [21.5, unknown],
        [31, 0]
      ]
    ])
    expect(read.notes).toContain('Followers unknown: 1 event.')
  }
)

test('reads null, missing and empty followers in JSON as unknown', () => {
  for (const last of ['{"time":31,"magnitude":null}', '{"time":31}', '{"time":31,"magnitude":""}'])
    expect(eventsOf(readFile(`[{"time":0,"magnitude":5400},${last}]`))).toEqual([
      [
        [0, 5400],
        [31, unknown]
      ]
    ])
})

test('drops a duplicate id whose followers are unknown', () => {
  const read = readFile('id,time,followers\na,0,5\nb,3,\nb,3,\n')
  expect(eventsOf(read)).toEqual([
    [
      [0, 5],
      [3, unknown]
    ]
  ])
})
