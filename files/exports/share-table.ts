import { FileFault, listTexts } from '../file-fault.ts'
import { delimiterNames, delimiters } from '../table/answers.ts'
import { readHeading, splitWords } from '../table/column-names.ts'
import { RecordSplitter, type Records } from '../table/split-records.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'
import { toFollowers, toId, toTimeMs, twitterTimeMs } from './export-values.ts'

// The names of the column of the reshared post in tables of twarc, Hydrator and the networks.
const postColumns = new Set(
  (
    'referencedtweetsretweetedid retweetedstatusid retweetedstatusidstr retweetid retweetedid retweetedtweetid ' +
    'retweetorquoteid retweetof retweetofid repostof repostofid repostedid reblogid rebloguri reblogofid rootid ' +
    'roottweetid rootmid rooturi originalid originaltweetid originalmid subjecturi parent parentid parentmid'
  ).split(' ')
)
const postTimes = new Set(
  'retweetedstatuscreatedat referencedtweetsretweetedcreatedat reblogcreatedat'.split(' ')
)
const postFollowers = new Set(
  'retweetedstatususerfollowerscount referencedtweetsretweetedauthorpublicmetricsfollowerscount reblogaccountfollowerscount'.split(
    ' '
  )
)

/** Whether a heading has a column of ids and one of reshared posts, so that a row is a post or a reshare. */
export function isShareHeading(heading: string): boolean {
  const names = heading.split(/[,;\t|]/).map(name => name.replaceAll('"', '').trim())
  return names.some(isPostColumn) && names.some(name => readHeading(name)?.role === 'id')
}

/** Reads a table of posts and reshares of several cascades (twarc, Hydrator, Weibo), piece by piece. Throws FileFault. */
export class ShareTable {
  readonly #gatherer: CascadeGatherer
  #splitter: RecordSplitter | null = null
  #columns: ReturnType<typeof findColumns> | null = null

  constructor(gatherer: CascadeGatherer) {
    this.#gatherer = gatherer
  }

  push(text: string): void {
    this.#splitter ??= new RecordSplitter(findDelimiterOf(text))
    this.#read(this.#splitter.push(text))
  }

  end(): void {
    if (this.#splitter !== null) this.#read(this.#splitter.end())
  }

  #read({ records, lines }: Records): void {
    for (const [i, record] of records.entries()) {
      if (record.every(cell => cell === '')) continue
      if (this.#columns === null) {
        this.#columns = findColumns(record, lines[i] ?? 1)
        this.#gatherer.addFormat('a table of posts and reshares')
      } else this.#readRow(record, this.#columns)
    }
  }

  #readRow(record: readonly string[], columns: ReturnType<typeof findColumns>): void {
    const cell = (place: number) => record[place] ?? ''
    const id = toId(cell(columns.id))
    const of = columns.post
      .map(place => toId(cell(place)))
      .find(each => each !== null && !/^(0|nan|none|null)$/i.test(each))
    const type = cell(columns.type).toLowerCase()
    const timeMs = toTimeMs(cell(columns.time)) ?? (id === null ? null : twitterTimeMs(id))
    const followers = toFollowers(cell(columns.followers))
    if (id === null) this.#gatherer.leaveOut('rows without an id')
    else if (of == null || of === id || type === 'quote' || type === 'reply') {
      const kind = type === 'quote' || type === 'reply' ? type : 'post'
      this.#gatherer.addPost({ id, timeMs, followers, authorId: toId(cell(columns.author)), kind })
    } else if (timeMs === null) this.#gatherer.leaveOut('reshares without a time')
    else {
      const postTimeMs = toTimeMs(cell(columns.postTime)) ?? twitterTimeMs(of)
      const known = toFollowers(cell(columns.postFollowers))
      if (known !== null) this.#gatherer.addPost({ id: of, timeMs: postTimeMs, followers: known })
      this.#gatherer.addShare({ id, of, timeMs, followers, postTimeMs })
    }
  }
}

/** Finds the places of the columns. -1: there is no such column. Throws FileFault. */
function findColumns(headings: readonly string[], line: number) {
  const words = headings.map(heading => splitWords(heading).join(''))
  const placesOf = (role: string) =>
    [...headings.keys()].filter(place => readHeading(headings[place] ?? '')?.role === role)
  const only = (role: string): number => {
    const places = placesOf(role)
    if (places.length < 2) return places[0] ?? -1
    throw new FileFault(
      `${listTexts(places.map(place => headings[place] ?? ''))} may each be the ${role}: rename one`,
      { line }
    )
  }
  return {
    id: only('id'),
    time: only('time'),
    followers: only('followers'),
    author: placesOf('author').length === 1 ? (placesOf('author')[0] ?? -1) : -1,
    type: words.findIndex(word => word === 'tweettype' || word === 'type' || word === 'kind'),
    post: [...headings.keys()].filter(place => isPostColumn(headings[place] ?? '')),
    postTime: words.findIndex(word => postTimes.has(word)),
    postFollowers: words.findIndex(word => postFollowers.has(word))
  }
}

function isPostColumn(heading: string): boolean {
  return postColumns.has(splitWords(heading).join(''))
}

function findDelimiterOf(text: string): string {
  const heading = text.slice(0, text.indexOf('\n'))
  const counts = delimiterNames
    .filter(name => name !== 'space')
    .map(name => [delimiters[name], heading.split(delimiters[name]).length] as const)
  return counts.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ','
}
