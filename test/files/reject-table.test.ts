import { expect, test } from 'vitest'
import { faultOf } from './read-file.ts'

const faults: readonly [string | Uint8Array, string | RegExp][] = [
  ['', 'the file is empty'],
  ['time,followers\n0,true', /line 2: column "followers": "true" is not a number/],
  ['time,followers\n0,12.5', /line 2: column "followers": 12.5 followers: the number must be whole/],
  ['time,followers\n0,5.4K', /line 2: column "followers": "5.4K" is abbreviated/],
  ['time,followers\n0,1 200', /line 2: column "followers": "1 200" has thousands separators/],
  [
    'time,followers\n0,1763700000000',
    /line 2: column "followers": 1763700000000 followers are more than there are people/
  ],
  ['time,followers\n0,5\n,6', /line 3: column "time": the time is missing/],
  [
    'time,followers\n1763700000,5\n12,6',
    /line 2: column "time": "1763700000" is too large for a time since the post/
  ],
  ['time,followers\n1.7637E+12,5\n1.7637E+12,6', /line 2: column "time": "1.7637E\+12" was rounded/],
  ['date,followers\n11/12/2025 04:40,5', /line 2: column "date": .* may be two dates/],
  ['date,followers\n2025-11-21,5', /line 2: column "date": .* a day without a time of day/],
  ['date,followers\n2025-02-30T00:00:00Z,5', /line 2: column "date": .* is not a valid date/],
  [
    'date,followers\n2025-11-21T04:40:00Z,5\n2025-11-21T04:41:00,6',
    /line 3: column "date": .* has no time zone/
  ],
  ['date,followers\n2025-11-21T04:40:00Z,5\n17,6', /line 3: column "date": "17" is not a date/],
  ['time,followers\n0,5\n21,5,310\n', /line 3: 3 columns, expected 2: .*semicolons/],
  ['time,followers\n0,0,5400\n21,5,310\n', /line 2: 3 columns, expected 2: .*decimal mark/],
  ['time,time,followers\n0,0,5', /line 1: "time" and "time" may each be the times/],
  ['kind,time,followers\nretweet,0,5\n', /all are reshares/],
  ['kind,time,followers\nretweet,0,5\ntweet,3,4', /a reshare is earlier than the post/],
  ['cascade,time,followers\n1,0,5\n2,3,5', /the first event is at time 3/],
  ['time,followers\n0,"5\n', /line 2: a quote is opened and never closed/],
  [Buffer.from('time,followers\n0,5\n', 'utf16le'), /zero bytes/],
  [Buffer.from('time,followers,name\n0,5,M\xfcller\n', 'latin1'), /is not UTF-8/],
  [Buffer.from('PK\x03\x04xyz', 'latin1'), /an Excel workbook or a zip archive/],
  ['[{"time":0,"magnitude":"5"}]', /event 1: column "magnitude": .* is not a number/],
  ['[[0,5],[3,true]]', /event 2: column "2": "true" is not a number/],
  ['{"events":[[0,5]],"window":"300"}', /windowSeconds must be a number of seconds \(got "300"\)/],
  [
    '{"events":[[0,5]],"windowSeconds":300,"window":301}',
    /windowSeconds is 300, but window, its old name, is 301/
  ],
  ['{"event":[]}', /must be a list of events or an object/],
  ['[[0,5]', /not valid JSON/],
  ['[7]', /expected/]
]

test.each(faults)('rejects %j and names its place', (content, words) => {
  expect(faultOf(content).message).toMatch(words)
})
