import { expect, test } from 'vitest'
import type { TableAnswers } from '../../files/table/answers.ts'
import { events, eventsOf, faultOf, readFile } from './read-file.ts'

const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding)

const tables: readonly [string, string | Uint8Array, string?][] = [
  ['the documented form', 'time,magnitude\n0,5400\n21.5,310\n31,1200\n'],
  [
    'other names, in another order and case',
    'Number_of_Followers,Relative time second\n5400,0\n310,21.5\n1200,31'
  ],
  ['an index column of pandas', ',time,magnitude\n0,0,5400\n1,21.5,310\n2,31,1200\n', 'Ignored: column "".'],
  ['row names of R', '"","time","magnitude"\n"1",0,5400\n"2",21.5,310\n"3",31,1200\n', 'Ignored: column "".'],
  [
    'row names of R without a heading of their own',
    'time\tmagnitude\n1\t0\t5400\n2\t21.5\t310\n3\t31\t1200\n'
  ],
  [
    'write.table of R',
    '"time" "magnitude"\n"1" 0 5400\n"2" 21.5 310\n"3" 31 1200\n',
    'Cells separated by space.'
  ],
  [
    'decimal commas',
    'time;followers\n0;5400\n21,5;310\n31,0;1200\n',
    'Cells separated by semicolon, with a decimal comma.'
  ],
  ['decimal commas without a heading', '0;5400\n21,5;310\n31;1200'],
  ['quoted decimal commas', 'time,followers\n0,5400\n"21,5",310\n31,1200\n'],
  ['a hint of Excel', 'sep=;\ntime;followers\n0;5400\n21,5;310\n31;1200\n'],
  ['pipes', 'time|followers\n0|5400\n21.5|310\n31|1200\n', 'Cells separated by pipe.'],
  ['spaces behind commas', 'time, followers\n0, 5400\n21.5, 310\n31, 1200\n'],
  ['a comment sign before the heading', '# time,followers\n0,5400\n21.5,310\n31,1200\n'],
  ['a byte order mark', '\ufefftime,followers\n0,5400\n21.5,310\n31,1200\n'],
  [
    'UTF-16',
    bytes('\ufefftime\tfollowers\r\n0\t5400\r\n21.5\t310\r\n31\t1200\r\n', 'utf16le'),
    'Read as UTF-16.'
  ],
  ['Windows lines', 'time,followers\r\n0,5400\r\n21.5,310\r\n31,1200\r\n'],
  ['lines of an old Mac', 'time,followers\r0,5400\r21.5,310\r31,1200\r'],
  ['blank lines and rows', '\n\ntime,followers\n\n0,5400\n,\n21.5,310\n31,1200\n\n\n'],
  [
    'a text of several lines',
    'text,time,followers\n"a ""b"",\nc",0,5400\n"",21.5,310\nd,31,1200\n',
    'Ignored: column "text".'
  ],
  [
    'rows out of order',
    'time,followers\n31,1200\n0,5400\n21.5,310\n',
    'Rows were not in order of time: sorted.'
  ],
  ['exponents', 'time,followers\n0,5.4e3\n2.15e1,310\n31,1.2E+03\n'],
  ['whole numbers as pandas writes them', 'time,followers\n0.0,5400.0\n21.5,310.0\n31.0,1200.0\n'],
  [
    'seconds of a clock',
    'timestamp,followers\n1763700000,5400\n1763700021.5,310\n1763700031,1200\n',
    'Times read as seconds of a clock, the first row being the post.'
  ],
  [
    'milliseconds of a clock',
    'timestamp,followers\n1763700000000,5400\n1763700021500,310\n1763700031000,1200\n'
  ],
  [
    'microseconds of a clock',
    'ts,followers\n1763700000000000,5400\n1763700021500000,310\n1763700031000000,1200\n'
  ],
  [
    'nanoseconds of a clock',
    'ts,followers\n1763700000000000000,5400\n1763700021500000000,310\n1763700031000000000,1200\n'
  ],
  [
    'a unit in the heading',
    'time_ms,followers\n0,5400\n21500,310\n31000,1200\n',
    'Times read as milliseconds since the post.'
  ],
  [
    'dates',
    'created_at,followers\n2025-11-21T04:40:00Z,5400\n2025-11-21T04:40:21.500Z,310\n2025-11-21T05:40:31+01:00,1200\n',
    'Times read as dates with a time zone.'
  ],
  [
    'dates without a zone',
    'Date,Followers\n2025-11-21 04:40:00,5400\n2025-11-21 04:40:21.5,310\n2025-11-21 04:40:31,1200\n',
    'Times read as dates without a time zone, taken as UTC.'
  ],
  [
    'dates of Twitter',
    'created_at,user.followers_count\nFri Nov 21 04:40:00 +0000 2025,5400\nFri Nov 21 04:40:21.5 +0000 2025,310\n'.replace(
      '21.5',
      '21'
    )
  ],
  ['a column of kinds', 'kind,time,followers\nretweet,21.5,310\nretweet,31,1200\ntweet,0,5400\n'],
  [
    'a duplicate id',
    'id,time,followers\na,0,5400\nb,21.5,310\nb,21.5,310\nc,31,1200\n',
    '1 row left out: duplicate id.'
  ],
  ['pairs in JSON', '[[0,5400],[21.5,310],[31,1200]]'],
  [
    'objects in JSON, out of order',
    '[{"time":31,"magnitude":1200},{"time":0,"magnitude":5400},{"time":21.5,"magnitude":310}]'
  ],
  [
    'nested objects in JSON',
    '[{"t":0,"user":{"followers_count":5400}},{"t":21.5,"user":{"followers_count":310}},{"t":31,"user":{"followers_count":1200}}]'
  ]
]

test.each(tables)('reads %s', (name, content, note) => {
  const expected =
    name === 'dates of Twitter'
      ? [
          [0, 5400],
          [21, 310]
        ]
      : events
  for (const pieceBytes of [1, 7, 1 << 20]) {
    const read = readFile(content, {}, pieceBytes)
    expect(eventsOf(read)).toEqual([expected])
    if (note !== undefined) expect(read.notes).toContain(note)
  }
})

const questions: readonly [string, string, string, TableAnswers, number[][]][] = [
  [
    'two columns of times',
    'time,created_at,followers\n0,5,5400\n21,9,310\n',
    'timeColumn',
    { timeColumn: 'TIME' },
    [
      [0, 5400],
      [21, 310]
    ]
  ],
  [
    'two columns of followers',
    'time,followers,user_followers\n0,1,5400\n',
    'followersColumn',
    { ignoreColumns: ['followers'] },
    [[0, 5400]]
  ],
  [
    'two columns that rise, without a heading',
    '0,0\n5,7\n9,9\n',
    'timeColumn',
    { timeColumn: '2' },
    [
      [0, 0],
      [7, 5],
      [9, 9]
    ]
  ],
  [
    'three columns without a heading',
    '0,0,5400\n1,21,310\n',
    'timeColumn',
    { timeColumn: '2', followersColumn: '3' },
    [
      [0, 5400],
      [21, 310]
    ]
  ],
  ['a dot before three digits', 'time;followers\n0;5.400\n', 'decimal', { decimal: 'comma' }, [[0, 5400]]],
  ['a comma before three digits', 'time,followers\n0,"5,400"\n', 'decimal', { decimal: 'dot' }, [[0, 5400]]],
  [
    'a dot before three digits beside decimal commas',
    'time;followers\n0,0;5.400\n',
    'decimal',
    { decimal: 'comma' },
    [[0, 5400]]
  ],
  [
    'whole thousands',
    'time,followers\n0,5400\n21000,310\n31000,1200\n',
    'timeUnit',
    { timeUnit: 'milliseconds' },
    [
      [0, 5400],
      [21, 310],
      [31, 1200]
    ]
  ],
  [
    'a time of many days',
    'time,followers\n0,5400\n86400001,310\n',
    'timeUnit',
    { timeUnit: 'seconds' },
    [
      [0, 5400],
      [86400001, 310]
    ]
  ],
  [
    'times that do not begin with the post',
    'time,followers\n5,5400\n26,310\n',
    'timeOrigin',
    { timeOrigin: 'clock' },
    [
      [0, 5400],
      [21, 310]
    ]
  ],
  [
    "an id that is not the event's",
    'id,time,followers\n7,0,5400\n7,21,310\n',
    'ignoreColumns',
    { ignoreColumns: ['id'] },
    [
      [0, 5400],
      [21, 310]
    ]
  ],
  [
    'a kind that is neither',
    'type,time,followers\ntweet,0,5400\nlike,21,310\n',
    'ignoreColumns',
    { ignoreColumns: ['type'] },
    [
      [0, 5400],
      [21, 310]
    ]
  ]
]

test.each(questions)(
  'asks about %s, and reads the table with the answer',
  (_, content, question, answers, read) => {
    expect(faultOf(content).question?.answer).toBe(question)
    expect(eventsOf(readFile(content, answers))).toEqual([read])
  }
)

test('reads several cascades of one table', () => {
  const read = readFile('cascade_id,time,followers\nb,0,5\na,0,7\nb,3,6\n')
  expect(read.cascades.map(({ name }) => name)).toEqual(['b', 'a'])
  expect(eventsOf(read)).toEqual([
    [
      [0, 5],
      [3, 6]
    ],
    [[0, 7]]
  ])
})

test('reads the window of JSON by its current and by its deprecated name', () => {
  for (const name of ['windowSeconds', 'window']) {
    const read = readFile(JSON.stringify({ events: [[0, 5]], [name]: 300 }))
    expect(read.windowSeconds, name).toBe(300)
    expect(read.notes.join(), name).not.toContain(name)
  }
})
