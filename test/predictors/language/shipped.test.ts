import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildSchemaCheck } from '../../../api/http/validate.ts'
import { decodeModel, encodeModel } from '../../../predictors/language/best-model.ts'
import { examples } from '../../../predictors/language/examples.ts'
import { bootstrap, language } from '../../../predictors/language/language.ts'

// The version that comes with the program.
const bytes = readFileSync(bootstrap.artefact)
const model = decodeModel(bytes)
const run = { isCanceled: false }

async function ask(text: string) {
  const [result] = await language.predict(model, [{ text }], run)
  if (!result?.ok) throw new Error(`refused: ${result?.reason}`)
  buildSchemaCheck(language.output)(result.output, '/output')
  return result.output
}

test.each(examples.slice(0, 3))('answers the example $title reliably', async ({ input, outcome }) => {
  const answer = await ask(input.text)
  expect(answer).toMatchObject({ ...outcome, isReliable: true })
  expect(answer).not.toHaveProperty('spans')
  expect(answer.alternatives).toHaveLength(3)
})

test.each([
  ['es', 'Mañana también habrá más información sobre la reunión'],
  ['sr', 'Ко рано рани, две среће граби'],
  ['ja', '今日はとても暑いですね'],
  ['ko', '오늘은 날씨가 좋네요'],
  ['he', 'הספרים נמצאים על השולחן'],
  ['hi', 'किताबें मेज़ पर रखी हैं'],
  ['vi', 'Những quyển sách ở trên bàn'],
  ['kk', 'Кітаптар үстелдің үстінде жатыр'],
  ['en', 'lol that was sooo funny cant stop laughing']
])('tells %s', async (code, text) => {
  expect(await ask(text)).toMatchObject({ language: code })
  expect(await ask(text.normalize('NFD'))).toMatchObject({ language: code })
})

test('names the n-grams that decided, strongest first, once each', async () => {
  const { reasons } = await ask('Båten lämnar hamnen klockan sju')
  expect(reasons).toHaveLength(5)
  expect(new Set(reasons.map(({ title }) => title)).size).toBe(5)
  const factors = reasons.map(({ factor }) => factor)
  expect(factors).toEqual(factors.toSorted((a, b) => b - a))
  expect(factors[4]).toBeGreaterThan(1)
  for (const { title } of reasons) expect('_båten_lämnar_hamnen_klockan_sju_').toContain(title)
})

test('finds the parts of a text in two languages, in code points', async () => {
  const first = '🙂 The meeting starts at nine tomorrow morning.'
  const text = `${first} Wir treffen uns danach zum Mittagessen in der Stadt.`
  const { spans } = await ask(text)
  expect(spans).toMatchObject([{ language: 'en' }, { language: 'de' }])
  const parts = spans!.map(({ start, end }) => [...text].slice(start, end).join(''))
  expect(parts).toEqual([first.slice(3, -1), 'Wir treffen uns danach zum Mittagessen in der Stadt'])
})

test.each([
  ['only emoji', '🙂🎉🙂'],
  ['only digits', '12 34,5'],
  ['only white space', ' \n\t'],
  ['NUL', '\0'],
  ['a lone high surrogate', '\ud800'],
  ['a lone low surrogate', '\udc00\ud800'],
  ['marks of direction', '\u200e\u202b\u2066'],
  ['Greek, which it has not learned', 'Καλημέρα σας, τι κάνετε σήμερα'],
  ['Thai, which it has not learned', 'สวัสดีครับ'],
  ['an address', 'https://example.org/the-garden']
])('answers that the language of %s is unknown', async (_, text) => {
  expect(await ask(text)).toMatchObject({ language: 'unknown', score: 0, isReliable: false })
})

test('is not sure of a single letter', async () => {
  expect(await ask('a')).toMatchObject({ isReliable: false })
})

test('answers a text of 10,000 code points, and names the field of a longer one', async () => {
  expect(await ask('🙂 se'.repeat(2_500))).toMatchObject({ alternatives: { length: 3 } })
  const results = await language.predict(model, [{ text: '🙂'.repeat(10_001) }, { text: '' }], run)
  expect(results).toMatchObject([
    {
      ok: false,
      code: 'invalid-input',
      field: '/text',
      reason: 'must be at most 10000 code points (got 10001)'
    },
    { ok: false, code: 'invalid-input', field: '/text' }
  ])
})

test('is at most 5 MB, knows 38 languages and is the same after decoding and encoding', () => {
  expect(bytes.length).toBeLessThanOrEqual(5_000_000)
  expect(new Set(model.languages).size).toBe(38)
  expect(Buffer.compare(encodeModel(model), bytes)).toBe(0)
})

test('names its sources and their licences in its manifest', () => {
  const { training, isSimulated } = JSON.parse(readFileSync(bootstrap.manifest, 'utf8'))
  expect(training.source).toMatch(/Apache-2\.0.*CC BY 4\.0/)
  expect(isSimulated).toBe(false)
})

test('refuses a model of something else, and one whose parts do not fit', () => {
  expect(() => decodeModel(encodeModel({ ...model, offsets: new Float32Array(3) }))).toThrow(/array offsets/)
  expect(() =>
    decodeModel(encodeModel({ ...model, rows: { ...model.rows, values: new Uint8Array(1) } }))
  ).toThrow(/not a language model: its rows/)
})
