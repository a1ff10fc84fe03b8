import { isRecord, type Json } from '../json.ts'
import type { Artefact, ArtefactArray } from './artefact.ts'
import { type Codes, codesFor } from './ranks.ts'
import { countTrees, type Forest, LEAF } from './trees.ts'

/** The arrays of a forest. In an artefact they are named '<forest>.roots', ... */
const arrayNames = ['roots', 'features', 'thresholds', 'links', 'leafRows', 'gains'] as const

/**
 * Encodes forests as parts of an artefact. Merge `arrays` into the arrays of the artefact, and store `header` in its header for
 * readForests. Nothing is copied.
 */
export function writeForests(forests: Readonly<Record<string, Forest>>): Artefact {
  const header: Record<string, Json> = {}
  const arrays: Record<string, ArtefactArray> = {}
  for (const [name, forest] of Object.entries(forests)) {
    const { columns, rows, isBootstrapped } = forest
    header[name] = { columns, rows, isBootstrapped }
    for (const array of arrayNames) arrays[`${name}.${array}`] = forest[array]
  }
  return { header, arrays }
}

/**
 * Decodes the forests of writeForests as views of the artefact's arrays. Throws a TypeError that states the reason unless every
 * forest is valid: for any row a walk ends at a leaf of the same tree, and the rows of every leaf exist.
 * Cost O(nodes + leaf rows).
 */
export function readForests(header: Json, arrays: Artefact['arrays']): Record<string, Forest> {
  if (!isRecord(header)) throw new TypeError('the list of forests is not an object')
  const forests: Record<string, Forest> = Object.create(null)
  for (const [name, shape] of Object.entries(header)) forests[name] = readForest(name, shape, arrays)
  return forests
}

function readForest(name: string, shape: Json, arrays: Artefact['arrays']): Forest {
  const { columns, rows, isBootstrapped }: Readonly<Record<string, unknown>> = isRecord(shape) ? shape : {}
  const refuse: (reason: string) => never = reason => {
    throw new TypeError(`forest ${name}: ${reason}`)
  }
  if (!isCount(columns) || columns >= LEAF) refuse(`${columns} columns`)
  if (!isCount(rows) || rows >= 2 ** 32) refuse(`${rows} rows`)
  if (typeof isBootstrapped !== 'boolean') refuse('isBootstrapped is not a boolean')
  const find = <Kind extends ArtefactArray>(array: string, Type: { new (length: 0): Kind }): Kind => {
    const found = arrays[`${name}.${array}`]
    return found instanceof Type ? found : refuse(`${array} is missing or of another type`)
  }
  const forest: Forest = {
    columns,
    rows,
    isBootstrapped,
    roots: find('roots', Uint32Array),
    features: find('features', Uint16Array),
    thresholds: find('thresholds', Float64Array),
    links: find('links', Uint32Array),
    leafRows: find<Codes>('leafRows', codesFor(rows)),
    gains: find('gains', Float64Array)
  }
  const fault = findFault(forest)
  return fault === null ? forest : refuse(fault)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1
}

function findFault(forest: Forest): string | null {
  const { columns, rows, roots, features, thresholds, links, leafRows, gains } = forest
  const nodes = features.length
  if (thresholds.length !== nodes || links.length !== nodes) return 'its arrays differ in length'
  if (gains.length !== columns || !gains.every(Number.isFinite)) return 'its gains are malformed'
  if (roots.length < 2 || roots[0] !== 0 || roots.at(-1) !== nodes) return 'its roots do not cover its nodes'
  for (let t = 0; t < countTrees(forest); t++) {
    const end = roots[t + 1]
    if (end <= roots[t] || end > nodes) return `tree ${t} is empty or too long`
    for (let node = roots[t]; node < end; node++) {
      if (features[node] === LEAF) continue
      if (features[node] >= columns) return `node ${node} reads a column that does not exist`
      // Children come after their parent, so every walk ends.
      if (links[node] <= node || links[node] + 1 >= end) return `node ${node} leads out of its tree`
    }
  }
  for (let node = 0; node < nodes; node++)
    if (!Number.isFinite(thresholds[node])) return `node ${node} holds ${thresholds[node]}`
  return leafRows.length === 0 ? null : findLeafFault(forest, rows)
}

function findLeafFault({ features, links, leafRows }: Forest, rows: number): string | null {
  for (let node = 0; node < features.length; node++) {
    if (features[node] !== LEAF) continue
    const start = links[node] + 1
    const count = leafRows[start - 1]
    if (count === undefined || count === 0 || start + count > leafRows.length)
      return `the rows of leaf ${node} are out of bounds`
    for (let i = start; i < start + count; i++)
      if (leafRows[i] >= rows) return `leaf ${node} holds row ${leafRows[i]} of ${rows}`
  }
  return null
}
