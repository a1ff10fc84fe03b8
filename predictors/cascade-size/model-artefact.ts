import {
  type Artefact,
  type ArtefactArray,
  decodeArtefact,
  encodeArtefact
} from '../../learners/forest/artefact.ts'
import { readForests, writeForests } from '../../learners/forest/forest-artefact.ts'
import type { Forest } from '../../learners/forest/trees.ts'
import type { Json } from '../predictor.ts'
import type { AuthorMemory } from './author-memory.ts'
import { earlyFeatureNames } from './early-features.ts'
import { featureNames } from './features.ts'
import { type FollowersKnown, readFollowersKnown } from './followers-known.ts'
import type { Ranked } from './log-sizes.ts'
import type { EarlyModel, Model, OutsideRange, Start } from './model.ts'
import { type Peers, trimmedShareOfPeers } from './peers.ts'
import { readPriors } from './priors-record.ts'
import type { Range } from './range.ts'
import { type Fields, readFields, refuse } from './record.ts'
import { readCorrections } from './start-record.ts'
import { readCascades, writeCascades } from './training-cascades.ts'
import { readProfiles } from './training-profile.ts'
import { readTrainingSummary } from './training-summary-record.ts'

/** Incremented when the meaning of a model's content changes. Versions 1 (no peers) and 2 (no variants) can still be read. */
export const modelVersion = 3
const readVersions = [1, 2, modelVersion]

const startName = 'start'

/** Encodes a model. Equal models give equal bytes. Cost O(bytes). */
export function encodeModel({
  windows,
  early,
  profiles,
  outsideRange,
  priors,
  trainedOn,
  start
}: Model): Uint8Array {
  const named: [string, EarlyModel][] = windows.map((model, i) => [`window${i}`, model])
  early.forEach((model, i) => {
    named.push([`early${i}`, model])
  })
  const forests: Record<string, Forest> = {}
  const arrays: Record<string, ArtefactArray> = {}
  for (const [name, model] of named) {
    if ('mean' in model) forests[`${name}.mean`] = model.mean
    else {
      for (const target of ['ratio', 'size'] as const) {
        forests[`${name}.${target}`] = model[target].forest
        arrays[`${name}.${target}.values`] = model[target].targets.values
        arrays[`${name}.${target}.order`] = model[target].targets.order
      }
      if (model.cascades) Object.assign(arrays, writeCascades(name, model.cascades))
      if (model.author?.followers) arrays[`${name}.logFollowers`] = model.author.followers.logs
      if (model.author?.authors) arrays[`${name}.authors`] = model.author.authors
      if (model.peers) {
        arrays[`${name}.peerRatios`] = model.peers.ratios
        arrays[`${name}.peerSizes`] = model.peers.sizes
      }
    }
    arrays[`${name}.scales`] = model.range.scales
    arrays[`${name}.references`] = model.range.references
  }
  if (start) arrays[startName] = encodeModel(start.model)
  const written = writeForests(forests)
  const header = {
    predictor: 'cascade-size',
    version: modelVersion,
    features: featureNames,
    earlyFeatures: earlyFeatureNames,
    windows: windows.map(model => ({ windowSeconds: model.windowSeconds, ...describe(model) })),
    early: early.map(describe),
    outsideRange,
    profiles: profiles.map(profile => ({ ...profile })),
    priors,
    trainedOn,
    ...(start && { start: { corrections: start.corrections.map(each => ({ ...each })) } }),
    forests: written.header
  }
  return encodeArtefact({ header, arrays: { ...arrays, ...written.arrays } })
}

/** Decodes a model. Its arrays are views of `bytes`. Throws a TypeError that states the reason if `bytes` is no valid model. */
export function decodeModel(bytes: Uint8Array): Model {
  const { header, arrays } = decodeArtefact(bytes)
  const fields = readFields(header, 'the header')
  const predictor = fields.text('predictor')
  if (predictor !== 'cascade-size') refuse(`it is a model of ${predictor}, not of cascade-size`)
  const version = fields.number('version')
  if (!readVersions.includes(version))
    refuse(`its format version is ${version}; this code reads ${readVersions.join(', ')}`)
  checkNames(fields.list('features'), featureNames)
  checkNames(fields.list('earlyFeatures'), earlyFeatureNames)
  const forests = readForests(fields.value('forests'), arrays)
  const windows = fields.list('windows').map((each, i) => {
    const own = readFields(each, `window ${i}`)
    const model = readModel(own, `window${i}`, featureNames.length, forests, arrays)
    return { windowSeconds: own.positive('windowSeconds'), ...model }
  })
  for (const [i, { followers, windowSeconds }] of windows.entries())
    if (i > 0 && followers === windows[i - 1].followers && windowSeconds <= windows[i - 1].windowSeconds)
      refuse('its windows are not in ascending order')
  const earlyFields =
    version < modelVersion ? [fields.value('early')].filter(each => each !== null) : fields.list('early')
  return {
    windows,
    early: earlyFields.map((each, i) => {
      const name = version < modelVersion ? 'early' : `early${i}`
      return readModel(readFields(each, name), name, earlyFeatureNames.length, forests, arrays)
    }),
    outsideRange: readOutsideRange(fields.optional('outsideRange')),
    profiles: readProfiles(fields.optional('profiles')),
    priors: readPriors(fields.value('priors')),
    trainedOn: readTrainingSummary(fields.value('trainedOn')),
    recalibration: [],
    start: readStart(fields.optional('start'), arrays[startName])
  }
}

/** Null: the version starts from no other. */
function readStart(start: Json, bytes: ArtefactArray | undefined): Start | null {
  if (start === null) return null
  if (!(bytes instanceof Uint8Array)) refuse('the model of its start is missing')
  return { model: decodeModel(bytes), corrections: readCorrections(start) }
}

function describe(model: EarlyModel): Readonly<Record<string, Json>> {
  const { followers, columns, range } = model
  if ('mean' in model) return { followers, columns, limit: range.limit }
  const { floor, lowRank, highRank, author, peers, trimmedShare } = model
  return {
    followers,
    columns,
    floor,
    lowRank,
    highRank,
    limit: range.limit,
    author: author && {
      column: author.followers?.column ?? null,
      bandwidth: author.bandwidth,
      boost: author.boost
    },
    peers: peers && { bandwidth: peers.bandwidth },
    trimmedShare
  }
}

/** A model with a forest named `mean` is a PointModel; any other is a SizeModel. */
function readModel(
  fields: Fields,
  name: string,
  width: number,
  forests: Record<string, Forest>,
  arrays: Artefact['arrays']
): EarlyModel {
  const followers = readFollowers(fields.optional('followers'), name)
  const columns = fields.list('columns').map(column => {
    if (typeof column !== 'number' || !Number.isInteger(column) || column < 0 || column >= width)
      refuse(`${name} reads a column that does not exist`)
    return column
  })
  const findForest = (kind: 'mean' | 'ratio' | 'size') => {
    const forest = forests[`${name}.${kind}`]
    if (!forest) refuse(`forest ${name}.${kind} is missing`)
    if (forest.columns !== columns.length) refuse(`forest ${name}.${kind} reads ${forest.columns} columns`)
    return forest
  }
  const range = readRange(fields, name, columns.length, arrays)
  if (`${name}.mean` in forests) return { followers, columns, mean: findForest('mean'), range }
  const readTarget = (target: 'ratio' | 'size') => {
    const forest = findForest(target)
    if (forest.leafRows.length === 0) refuse(`forest ${name}.${target} has no leaf samples`)
    return { forest, targets: readRanked(`${name}.${target}`, forest.rows, arrays) }
  }
  const author = fields.value('author')
  const peers = readPeers(fields, name, arrays)
  const trimmed = fields.optional('trimmedShare')
  return {
    followers,
    columns,
    ratio: readTarget('ratio'),
    size: readTarget('size'),
    author:
      author === null
        ? null
        : readAuthorMemory(readFields(author, `${name}.author`), name, columns.length, arrays),
    peers,
    // Until format 2 it followed from the peers.
    trimmedShare:
      typeof trimmed === 'number' ? fields.share('trimmedShare') : peers ? trimmedShareOfPeers : 0,
    floor: fields.number('floor'),
    lowRank: fields.share('lowRank'),
    highRank: fields.share('highRank'),
    range,
    cascades: readCascades(name, forests[`${name}.size`].rows, arrays)
  }
}

function readRange(fields: Fields, name: string, columns: number, arrays: Artefact['arrays']): Range {
  const scales = readNumbers(`${name}.scales`, arrays)
  const references = readNumbers(`${name}.references`, arrays)
  if (scales.length !== columns || !scales.every(scale => scale > 0)) refuse(`${name} has invalid scales`)
  if (references.length === 0 || references.length % columns !== 0)
    refuse(`${name} has invalid reference rows`)
  return { columns, scales, references, limit: fields.number('limit') }
}

/** Models from before authors had ids hold only followers. */
function readAuthorMemory(
  fields: Fields,
  name: string,
  width: number,
  arrays: Artefact['arrays']
): AuthorMemory {
  const column = fields.value('column')
  const readRows = (of: string) => {
    const numbers = readNumbers(`${name}.${of}`, arrays)
    const rows = [
      numbers.length,
      arrays[`${name}.ratio.values`]?.length,
      arrays[`${name}.size.values`]?.length
    ]
    if (new Set(rows).size > 1) refuse(`${name} has ${numbers.length} authors, not one for each row`)
    return numbers
  }
  const logs = column === null ? null : readRows('logFollowers')
  const authors = `${name}.authors` in arrays ? readRows('authors') : null
  if (
    column !== null &&
    (typeof column !== 'number' || !Number.isInteger(column) || column < 0 || column >= width)
  )
    refuse(`${name} has an invalid author column`)
  const boost = fields.number('boost')
  if (boost < 0) refuse(`${name} has a negative author boost`)
  return {
    followers: column === null || logs === null ? null : { column, logs },
    authors,
    bandwidth: fields.positive('bandwidth'),
    boost
  }
}

function readPeers(fields: Fields, name: string, arrays: Artefact['arrays']): Peers | null {
  const peers = fields.optional('peers')
  if (peers === null) return null
  const ratios = readNumbers(`${name}.peerRatios`, arrays)
  const sizes = readNumbers(`${name}.peerSizes`, arrays)
  const rows = arrays[`${name}.size.values`].length
  if (ratios.length !== rows || sizes.length !== rows) refuse(`${name} has not one outlook for each row`)
  return { ratios, sizes, bandwidth: readFields(peers, `${name}.peers`).positive('bandwidth') }
}

function readRanked(name: string, rows: number, arrays: Artefact['arrays']): Ranked {
  const values = readNumbers(`${name}.values`, arrays)
  const order = arrays[`${name}.order`]
  if (!(order instanceof Uint32Array) || order.length !== rows || values.length !== rows)
    refuse(`${name} has not one target for each of ${rows} rows`)
  const isSeen = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) {
    if (order[i] >= rows || isSeen[order[i]] === 1) refuse(`the order of ${name} is not a permutation`)
    isSeen[order[i]] = 1
    if (i > 0 && values[i] < values[i - 1]) refuse(`the targets of ${name} are not in ascending order`)
  }
  return { values, order }
}

function readNumbers(name: string, arrays: Artefact['arrays']): Float64Array {
  const found = arrays[name]
  if (!(found instanceof Float64Array) || !found.every(Number.isFinite)) refuse(`array ${name} is malformed`)
  return found
}

/** Until format 2 the model always answered. */
function readOutsideRange(value: Json): OutsideRange {
  if (value === null) return 'model'
  if (value === 'model' || value === 'untrained-estimate') return value
  return refuse(`outsideRange must be model or untrained-estimate (got ${JSON.stringify(value)})`)
}

/** A version of formats 1 and 2 has no variants. */
function readFollowers(value: Json, name: string): FollowersKnown {
  if (value === null) return 'all'
  return readFollowersKnown(value) ?? refuse(`${name} is for followers ${JSON.stringify(value)}`)
}

/** The columns of an older format are the first of today's. */
function checkNames(found: readonly Json[], names: readonly string[]): void {
  if (found.length > names.length || found.some((name, i) => name !== names[i]))
    refuse('it was trained on other features than those of this code')
}
