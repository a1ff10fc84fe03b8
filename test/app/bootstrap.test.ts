import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { publishBootstrap } from '../../app/bootstrap/publish-bootstrap.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../../app/bootstrap/recipe.ts'
import { builtInPredictors } from '../../app/predictors.ts'
import * as cascadeModule from '../../predictors/cascade-size/cascade-size.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { buildLeases } from '../../stores/leases.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { silentLog } from '../worker/fakes.ts'

const { cascadeSize, bootstrap } = cascadeModule

test('decodes the bootstrap model with this version of the predictor', () => {
  expect(() => cascadeSize.decode(readFileSync(bootstrapArtefactFile))).not.toThrow()
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  expect(draft.schemaVersion).toBe(cascadeSize.sampleVersion)
  expect(draft.features.map(({ name }) => name)).toEqual(cascadeSize.featureNames)
})

test('is marked as simulated, and beats the formula alone and the constant on held-out simulated cascades', () => {
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  const lossOf = (name: string) =>
    draft.metrics.find(({ forecaster, slice }) => forecaster === name && slice === 'all')!.meanLoss
  expect(draft.isSimulated).toBe(true)
  expect(lossOf('candidate')).toBeLessThan(lossOf('constant'))
  expect(lossOf('candidate')).toBeLessThan(lossOf('model-less'))
})

test('publishes the bootstrap model once in an empty registry, as the live version with a reason', async () => {
  const { modelVersions: versions, publish } = await openRegistry()
  await publish('one')
  await publish('one')
  expect(await versions.serving('cascade-size')).toMatchObject({
    version: 1,
    actor: 'bootstrap',
    reason: expect.stringContaining('simulated')
  })
  expect(await versions.versions('cascade-size')).toHaveLength(1)
  expect(await versions.manifest('cascade-size', 1)).toMatchObject({ isSimulated: true })
})

test('publishes it once when several processes start at the same time, and all wait for it', async () => {
  const { modelVersions, publish } = await openRegistry()
  await Promise.all(Array.from({ length: 4 }, (_, number) => publish(`process-${number}`)))
  expect(await modelVersions.serving('cascade-size')).toMatchObject({ version: 1, sequence: 1 })
  expect(await modelVersions.versions('cascade-size')).toHaveLength(1)
})

test('publishes another one if an earlier process died before its promotion', async () => {
  const { modelVersions, publish } = await openRegistry()
  const draft = JSON.parse(readFileSync(bootstrapManifestFile, 'utf8')) as ManifestDraft
  await modelVersions.publish('cascade-size', readFileSync(bootstrapArtefactFile), draft)
  await publish('next')
  expect(await modelVersions.serving('cascade-size')).toMatchObject({ version: 2 })
})

test('publishes a bootstrap model for exactly the predictors whose modules have one', async () => {
  const named = (name: string, bootstrap: PredictorModule['bootstrap']): PredictorModule => ({
    ...(languageGuess as PredictorModule),
    predictor: { ...(languageGuess as PredictorModule).predictor, name },
    ...(bootstrap && { bootstrap })
  })
  const { modelVersions, publish } = await openRegistry([
    ...builtInPredictors,
    named('with-model', bootstrap),
    named('without-model', undefined)
  ])
  await publish('one')
  expect(await modelVersions.serving('cascade-size')).toMatchObject({ version: 1 })
  expect(await modelVersions.serving('with-model')).toMatchObject({ version: 1, actor: 'bootstrap' })
  expect(await modelVersions.versions('without-model')).toEqual([])
})

test('reports an unreadable bootstrap model as a configuration error that names the predictor', async () => {
  const missing = { artefact: new URL('file:///no/such/artefact.bin'), manifest: bootstrap.manifest }
  const { modelVersions, publish } = await openRegistry([{ ...cascadeModule, bootstrap: missing }])
  await expect(publish('one')).rejects.toMatchObject({
    code: 'invalid-configuration',
    message: expect.stringMatching(/^the bootstrap model of cascade-size .* cannot be read: no such file/)
  })
  expect(await modelVersions.versions('cascade-size')).toEqual([])
})

async function openRegistry(predictors = builtInPredictors) {
  const database = await openSqlite({ path: join(temporaryFolder(), 'rows') })
  onTestFinished(database.close)
  await database.migrate()
  const clock = systemClock
  const modelVersions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock })
  const leases = buildLeases({ database, clock })
  const publish = (owner: string) =>
    publishBootstrap({ predictors, modelVersions, leases, clock, log: silentLog, owner })
  return { modelVersions, publish }
}
