import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { exampleFolder } from '../../app/bootstrap/recipe.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { call } from './call.ts'

/** The example set without the file that marks it as simulated: stands for real cascades. */
function copyExamples(): string {
  const folder = join(temporaryFolder(), 'news')
  mkdirSync(folder)
  for (const file of ['index.csv', 'data.csv']) copyFileSync(join(exampleFolder, file), join(folder, file))
  return folder
}

test('train --publish replaces the bootstrap model, with or without a running service', async () => {
  // The test runner has a MODE of its own.
  vi.stubEnv('MODE', 'embedded')
  const service = await startForTest()
  const dataFolder = service.testEnvironment.settings.DATA_DIR!
  expect((await service.get('/models/latest')).body).toMatchObject({ version: 1, isSimulated: true })
  let isRunning = true
  const publish = async (...more: string[]) => {
    const { code, out, stderrText } = await call(
      'train',
      copyExamples(),
      '--publish',
      '--data-dir',
      dataFolder,
      '--json',
      ...more
    )
    expect({ code, stderrText }).toMatchObject({ code: 0 })
    expect(stderrText.includes('no service answers')).toBe(!isRunning)
    return JSON.parse(out)
  }

  expect(await publish()).toMatchObject({ state: 'promoted', version: 2 })
  expect((await service.get('/models/latest')).body).toMatchObject({ version: 2, isSimulated: false })
  const { body } = await service.get('/models/2')
  expect(body.training).toMatchObject({ groups: 300, samples: 900, source: expect.stringContaining('news') })

  // The same cascades again, by a command that opens the data folder itself: those it was not trained on may judge it.
  await service.kill('SIGTERM')
  isRunning = false
  expect(await publish()).toMatchObject({ version: 3, report: { champion: 2, heldOut: { groups: 30 } } })
  expect(await publish('--override', 'told to')).toMatchObject({
    state: 'promoted',
    reason: expect.stringContaining('told to')
  })
  await service.restart()
  expect((await service.get('/models/latest')).body).toMatchObject({ version: 4 })
  expect((await service.get('/models/history')).body.items[0]).toMatchObject({
    version: 4,
    reason: expect.stringContaining('told to')
  })
})

test('train --predictor --publish promotes a version of any predictor, and rejects two cases of a group', async () => {
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('GROUNDSWELL_PREDICTOR_MODULES', './test/fixtures/language-guess.ts')
  const folder = temporaryFolder()
  const file = join(folder, 'cases.jsonl')
  const cases = drawTexts(1, 400).map(({ text, language }, index) => ({
    id: `text-${index}`,
    input: { text },
    outcome: { language },
    endedAt: '2026-11-21T08:00:00Z'
  }))
  writeFileSync(file, cases.map(each => JSON.stringify(each)).join('\n'))
  const publish = (path: string) =>
    call(
      'train',
      '--predictor',
      'language-guess',
      path,
      '--publish',
      '--data-dir',
      join(folder, 'data'),
      '--json'
    )
  const { code, out, stderrText } = await publish(file)
  expect({ code, stderrText }).toEqual({
    code: 0,
    stderrText: expect.stringMatching(
      /no service answers for .*data: training in the folder itself.*sent 400 samples/s
    )
  })
  expect(JSON.parse(out)).toMatchObject({ predictor: 'language-guess', state: 'promoted', version: 1 })

  const pair = join(folder, 'pair.jsonl')
  writeFileSync(
    pair,
    cases
      .slice(0, 2)
      .map(each => JSON.stringify({ ...each, group: 'g' }))
      .join('\n')
  )
  expect(await publish(pair)).toMatchObject({
    code: 2,
    stderrText: expect.stringMatching(/:2: group must differ from that of line 1/)
  })
})
