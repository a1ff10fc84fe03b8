import { readFileSync } from 'node:fs'
import { bootstrapArtefactFile } from '../../app/bootstrap/recipe.ts'
import { concatenateTrees, type Forest } from '../../learners/forest/trees.ts'
import type { PointModel, SizeModel } from '../../predictors/cascade-size/model.ts'
import { decodeModel, encodeModel } from '../../predictors/cascade-size/model-artefact.ts'

/** Builds the included model with each tree repeated, so that it is larger and gives the same answers. */
export function makeLargeModel(bytes: number): Uint8Array {
  const artefact = readFileSync(bootstrapArtefactFile)
  const treesBytes = growModel(artefact, 2).byteLength - artefact.byteLength
  return growModel(artefact, 2 + Math.ceil((bytes - artefact.byteLength) / treesBytes))
}

function growModel(artefact: Uint8Array, times: number): Uint8Array {
  const { windows, early, ...rest } = decodeModel(artefact)
  const growForest = (forest: Forest): Forest => ({
    ...forest,
    ...concatenateTrees(Array(times).fill(forest))
  })
  const grow = <Part extends SizeModel | PointModel>(part: Part): Part =>
    'mean' in part
      ? { ...part, mean: growForest(part.mean) }
      : {
          ...part,
          ratio: { ...part.ratio, forest: growForest(part.ratio.forest) },
          size: { ...part.size, forest: growForest(part.size.forest) }
        }
  return encodeModel({ ...rest, windows: windows.map(grow), early: early.map(grow) })
}
