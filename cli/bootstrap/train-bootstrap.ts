import { join } from 'node:path'
import type { PopulationName } from '../../app/bootstrap/populations.ts'
import { examplesFolder, recipe } from '../../app/bootstrap/recipe.ts'
import { readCascadeFolder } from '../../cascades/source/read-cascade-folder.ts'
import { type NamedCascade, sampleOnThreads } from '../../client/library/sample-on-threads.ts'
import type { Threads } from '../../ports/threads.ts'
import * as cascadeSize from '../../predictors/cascade-size/cascade-size.ts'
import type { FollowersKnown } from '../../predictors/cascade-size/followers-known.ts'
import { joinVariants } from '../../predictors/cascade-size/join-variants.ts'
import { decodeModel, encodeModel } from '../../predictors/cascade-size/model-artefact.ts'
import type { ManifestDraft } from '../../stores/model-versions.ts'
import { writeGroupFilter } from '../../trainer/group-filter.ts'
import { summarizeLosses } from '../../trainer/metrics.ts'
import { split } from '../../trainer/split.ts'
import type { CaseText } from '../../trainer/train-task.ts'
import { measure, trainVersion } from '../../trainer/train-version.ts'
import type { Terminal } from '../terminal.ts'
import { drawPopulation } from './draw-population.ts'

const variants: readonly FollowersKnown[] = ['all', 'post', 'none']

/** Trains the bootstrap model and drafts its manifest: the same bytes for the same recipe, on any number of threads. */
export async function trainBootstrap(
  threads: Threads,
  terminal: Terminal
): Promise<{ readonly artefact: Uint8Array; readonly draft: ManifestDraft }> {
  const { seed, heldOutShare, windows } = recipe
  const trained = []
  for (const variant of variants) {
    const cases = await collectCases(variant, threads, terminal)
    const parts = split(cases, { seed, heldOutShare, minHeldOutGroups: 0, champion: null })
    const options = { ...recipe.train, trimmedShare: recipe.variants[variant].trimmedShare, windows, seed }
    const { bytes, features } = await trainVersion(threads, cascadeSize, parts.training, options)
    trained.push({ variant, parts, features, model: decodeModel(new Uint8Array(bytes)) })
  }
  const artefact = encodeModel(joinVariants(trained))
  const parts = {
    training: trained.flatMap(own => own.parts.training),
    heldOut: trained.flatMap(own => own.parts.heldOut)
  }
  const shared = new SharedArrayBuffer(artefact.byteLength)
  new Uint8Array(shared).set(artefact)
  const { models, baselines } = await measure(threads, cascadeSize, parts, {
    candidate: shared,
    'model-less': null
  })
  const groups = new Set(parts.training.map(({ group }) => group))
  const draft: ManifestDraft = {
    schemaVersion: cascadeSize.predictor.sampleVersion,
    features: trained[0]!.features,
    training: {
      source: 'simulated populations, and real cascades of examples/public (GossipCop, Weibo)',
      samples: parts.training.length,
      groups: groups.size,
      cut: null,
      seed,
      options: { ...recipe.train, windows },
      groupFilter: writeGroupFilter(groups)
    },
    metrics: summarizeLosses({ ...models, ...baselines }, cascadeSize.predictor.slices),
    parent: null,
    codeVersion: 'bootstrap',
    isSimulated: true,
    notes:
      'Learned from simulated populations and some public cascades: a first answer, until a version learned from your own ' +
      'cascades takes its place.'
  }
  return { artefact, draft }
}

async function collectCases(
  variant: FollowersKnown,
  threads: Threads,
  terminal: Terminal
): Promise<readonly CaseText[]> {
  const { cascades, folders } = recipe.variants[variant]
  const counts = Object.entries(cascades) as [PopulationName, number][]
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const realGroups = new Set<string>()
  using progress = terminal.startProgress(`cascades with followers ${variant}`, total)
  async function* listAll(): AsyncGenerator<NamedCascade> {
    for (const [name, count] of counts)
      for (const named of drawPopulation(name, count, variant, recipe.seed)) {
        yield named
        progress.advance()
      }
    for (const { name: folder, every } of folders)
      for await (const { number, cascade } of readCascadeFolder(join(examplesFolder, folder))) {
        if (number % every > 0) continue
        const group = `${folder} ${number}`
        if (folder !== 'simulated') realGroups.add(group)
        yield { group, cascade }
      }
  }
  const cases: CaseText[] = []
  for await (const samples of sampleOnThreads(listAll(), recipe.windows, threads))
    for (const { id, group, sample } of samples)
      cases.push({
        id: `${variant} ${id}`,
        group,
        endedAt: 0,
        isSimulated: !realGroups.has(group),
        sample: JSON.stringify(sample)
      })
  return cases
}
