import { recipe } from '../../app/bootstrap/recipe.ts'
import type { Threads } from '../../ports/threads.ts'
import * as cascadeSize from '../../predictors/cascade-size/cascade-size.ts'
import type { ManifestDraft } from '../../stores/model-versions.ts'
import { writeGroupFilter } from '../../trainer/group-filter.ts'
import { summarizeLosses } from '../../trainer/metrics.ts'
import { split } from '../../trainer/split.ts'
import type { CaseText } from '../../trainer/train-task.ts'
import { measure, trainVersion } from '../../trainer/train-version.ts'
import { collectSamples } from '../collect-samples.ts'
import type { Terminal } from '../terminal.ts'

/** Trains the bootstrap model and drafts its manifest: the same bytes for the same folder and recipe, on any number of threads. */
export async function trainBootstrap(
  folder: string,
  threads: Threads,
  terminal: Terminal
): Promise<{ readonly artefact: Uint8Array; readonly draft: ManifestDraft }> {
  const cases = await readCases(folder, threads, terminal)
  const { windows, seed, heldOutShare } = recipe
  const parts = split(cases, { seed, heldOutShare, minHeldOutGroups: 0, champion: null })
  const options = { ...recipe.train, windows, seed }
  const { bytes, features } = await trainVersion(threads, cascadeSize, parts.training, options)
  const { models, baselines } = await measure(threads, cascadeSize, parts, {
    candidate: bytes,
    'model-less': null
  })
  const groups = new Set(parts.training.map(({ group }) => group))
  const draft: ManifestDraft = {
    schemaVersion: cascadeSize.predictor.sampleVersion,
    features,
    training: {
      source: 'examples/simulated: simulated cascades, none was observed',
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
      'Learned from simulated cascades: a first answer, until a version learned from real ones takes its place.'
  }
  return { artefact: new Uint8Array(bytes).slice(), draft }
}

async function readCases(folder: string, threads: Threads, terminal: Terminal): Promise<readonly CaseText[]> {
  const samples = await collectSamples(folder, recipe.windows, threads, terminal)
  return samples.map(({ id, group, sample }) => ({
    id,
    group,
    endedAt: 0,
    isSimulated: true,
    sample: JSON.stringify(sample)
  }))
}
