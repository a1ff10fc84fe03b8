import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { publishBootstrap } from '../../app/bootstrap/publish-bootstrap.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { silentLog } from '../worker/fakes.ts'

test('it is read by this version of the predictor', () => {
  expect(() => cascadeSize.decode(readFileSync(bootstrapArtefactFile))).not.toThrow()
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  expect(draft.schemaVersion).toBe(cascadeSize.sampleVersion)
  expect(draft.features.map(({ name }) => name)).toEqual(cascadeSize.featureNames)
})

test('it is marked as simulated, and beats the formula alone and the constant on held-out simulated cascades', () => {
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  const lossOf = (name: string) =>
    draft.metrics.find(({ forecaster, slice }) => forecaster === name && slice === 'all')!.meanLoss
  expect(draft.isSimulated).toBe(true)
  expect(lossOf('candidate')).toBeLessThan(lossOf('constant'))
  expect(lossOf('candidate')).toBeLessThan(lossOf('model-less'))
})

test('an empty registry gets it once, as the serving version, with the reason', async () => {
  const blobs = openBlobsFolder(temporaryFolder())
  const versions = buildModelVersions({ blobs, clock: systemClock })
  await publishBootstrap(versions, silentLog)
  await publishBootstrap(versions, silentLog)
  expect(await versions.serving('cascade-size')).toMatchObject({
    version: 1,
    actor: 'bootstrap',
    reason: expect.stringContaining('simulated')
  })
  expect(await versions.versions('cascade-size')).toHaveLength(1)
  expect(await versions.manifest('cascade-size', 1)).toMatchObject({ isSimulated: true })
})
