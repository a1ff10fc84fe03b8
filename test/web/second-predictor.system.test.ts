import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { predictor as languageGuess } from '../fixtures/language-guess.ts'
import { startForTest } from '../harness/start.ts'
import { predictor as click } from '../predictor-kit/toys/toy-click.ts'
import { findAccessFaults } from './axe.ts'
import { hasBrowser, openPage } from './browser.ts'
import { publishVersions } from './publish-versions.ts'

const modules = ['test/fixtures/language-guess.ts', 'test/predictor-kit/toys/toy-click.ts']
const settings = { GROUNDSWELL_PREDICTOR_MODULES: modules.map(file => resolve(file)).join() }

const languageModel = languageGuess.encode({
  languages: [
    { name: 'en', prior: 0.9, shares: Array.from({ length: 27 }, () => 1 / 27) },
    { name: 'nl', prior: 0.1, shares: Array.from({ length: 27 }, () => 1 / 27) }
  ]
})
const clickModel = click.encode({ base: 0, words: {} })

test.skipIf(!hasBrowser)(
  'tries, compares, promotes, rolls back and annotates another predictor on the page',
  async () => {
    const service = await startForTest({ settings })
    await publishVersions(service, [
      { predictor: 'language-guess', artefact: languageModel, losses: { all: 0.1 } },
      {
        predictor: 'toy-click',
        artefact: clickModel,
        losses: { all: 0.25, phone: 0.3, desktop: 0.2 },
        others: { accuracy: 0.7 }
      },
      {
        predictor: 'toy-click',
        artefact: clickModel,
        losses: { all: 0.22, phone: 0.21, desktop: 0.23 },
        others: { accuracy: 0.9 }
      }
    ])
    const { page, faults } = await openPage(service.url)

    // Try it: the form follows the predictor, and the address follows the form.
    await page.getByRole('heading', { name: 'How far will it spread?' }).waitFor()
    await page.getByLabel('Predictor').focus()
    await page.getByLabel('Predictor').selectOption('Language')
    await page.getByRole('heading', { name: 'Language', level: 1 }).waitFor()
    expect(page.url()).toContain('#/?predictor=language-guess')
    expect(await page.evaluate('document.activeElement.id')).toBe('predictor')
    await page.reload()
    const input = page.getByLabel('Input (JSON)')
    expect(JSON.parse(await input.inputValue())).toEqual(languageGuess.examples[0].input)
    const predict = page.getByRole('button', { name: 'Predict' })
    await input.fill('{\n  "text": "How",\n}')
    await predict.click()
    await page.getByText('Not JSON: line 3, column 1: expected a name in double quotes').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('input')
    expect((await service.get('/predictions')).body.items).toEqual([])
    await page.getByRole('button', { name: 'A sentence' }).click()
    await predict.click()
    await page.getByText('Answered without a model.').waitFor()

    // Models: no version is live until one is promoted. Then it answers.
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    await page.getByLabel('Predictor').selectOption('Language')
    await page.getByRole('heading', { name: 'No version is live' }).waitFor()
    await page.getByRole('button', { name: 'Promote version 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
    await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
    await page.getByRole('columnheader', { name: 'Missed probability' }).waitFor()
    await page.goto(`${service.url}/#/?predictor=language-guess`)
    await page.getByLabel('Subject').fill('greeting')
    await expect
      .poll(async () => {
        await predict.click()
        await page.getByText(/^Answered /).waitFor()
        return page.locator('.result').innerText()
      })
      .toContain('Answered by version 1.')
    expect(await page.locator('.result .figure').innerText()).toBe('Language\nen')
    expect(await page.locator('.result .fields').innerText()).toBe('Probability\n90 %')

    // The form has the outcome of the example. An invalid outcome is refused below the field.
    const outcome = page.getByLabel('Outcome (JSON)')
    expect(JSON.parse(await outcome.inputValue())).toEqual(languageGuess.examples[0].outcome)
    await outcome.fill('{"tongue": "en"}')
    await page.getByRole('button', { name: 'Report outcome' }).click()
    await page.locator('.outcome .wrong', { hasText: 'language' }).waitFor()
    await outcome.fill('{"language": "en"}')
    await page.getByRole('button', { name: 'Report outcome' }).click()
    await page.getByText('Outcome of greeting stored (revision 1).').waitFor()
    expect(await findAccessFaults(page)).toEqual([])
    expect((await service.get('/predictors/language-guess/outcomes/greeting')).body).toMatchObject({
      outcome: { language: 'en' },
      source: 'reported'
    })

    // Slices of text in order, and a loss that is not a share.
    await page.goto(`${service.url}/#/models?predictor=toy-click`)
    await page.getByRole('button', { name: 'Promote version 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
    await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
    await page.getByRole('button', { name: 'Promote version 2' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
    await page.getByRole('heading', { name: 'Version 2 is live' }).waitFor()
    await page.getByText('Squared error (lower is better) by device, Accuracy (higher is better).').waitFor()
    const versions = page.getByRole('region', { name: 'Versions' })
    const headings = await versions.getByRole('columnheader').allInnerTexts()
    expect(headings.slice(3, 5)).toEqual(['desktop', 'phone'])
    const comparison = page.getByRole('region', { name: 'Comparison' })
    await comparison.getByRole('row', { name: 'phone 0.3 0.21 −0.09' }).waitFor()
    const further = page.getByRole('region', { name: 'Further metrics' })
    await further.getByRole('row', { name: 'Accuracy (higher is better) 70 % 90 % +20 %' }).waitFor()
    expect(await further.locator('.better').innerText()).toBe('+20 %')
    await page.getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
    await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
    await page.getByRole('button', { name: 'Write a note on version 2' }).click()
    await page.getByLabel('Note', { exact: true }).fill('trained on too few cases')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('Note on version 2: trained on too few cases').waitFor()
    expect((await service.get('/models/latest')).body).toMatchObject({
      predictor: 'cascade-size',
      version: 1
    })

    // Queue: a row per predictor, and the predictions of one of them.
    await page.goto(`${service.url}/#/queue?predictor=language-guess`)
    const queues = page.getByRole('region', { name: 'Queues' })
    for (const title of ['Cascade size', 'Language', 'Clicks'])
      await queues.getByRole('rowheader', { name: title }).waitFor()
    const newest = page.getByRole('region', { name: 'Newest predictions' })
    await newest
      .getByRole('row', { name: /Language greeting succeeded 1 en 1 / })
      .first()
      .waitFor()
    await page.getByLabel('Predictor').selectOption('Clicks')
    await page.getByText('No predictions.').waitFor()
    expect(page.url()).toContain('#/queue?predictor=toy-click')

    // A late answer about the predictor chosen before does not replace what is shown.
    const released = Promise.withResolvers<void>()
    await page.route(/\/predictions\?.*predictor=language-guess/, route =>
      released.promise.then(() => route.continue())
    )
    const late = page.waitForResponse(/\/predictions\?.*predictor=language-guess/)
    await page.getByLabel('Predictor').selectOption('Language')
    const current = page.waitForResponse(/\/predictions\?.*predictor=cascade-size/)
    await page.getByLabel('Predictor').selectOption('Cascade size')
    await (await current).finished()
    released.resolve()
    await (await late).finished()
    await page.evaluate('new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))')
    expect(await page.getByText('No predictions.').count()).toBe(1)

    // On a phone in the dark.
    await page.setViewportSize({ width: 375, height: 740 })
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const path of ['#/?predictor=toy-click', '#/models?predictor=toy-click', '#/queue']) {
      await page.evaluate(`location.hash = '${path}'`)
      await expect.poll(() => page.locator('main [aria-busy]').count()).toBe(0)
      expect([path, await findAccessFaults(page)]).toEqual([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 375])
    }
    // The error of the outcome that does not match its schema.
    expect(faults).toEqual([
      'Failed to load resource: the server responded with a status of 400 (Bad Request)'
    ])
  }
)
