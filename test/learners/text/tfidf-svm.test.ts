import { expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { pipeline } from '../../../learners/pipeline.ts'
import { linearSvm } from '../../../learners/text/linear-svm.ts'
import { tfIdf } from '../../../learners/text/tfidf.ts'

// Golden numbers of scikit-learn 1.9.1:
//   v = TfidfVectorizer(analyzer='char', ngram_range=(2, 3)); X = v.fit_transform(texts)
//   m = LinearSVC(loss='squared_hinge', C=1, dual=True, tol=1e-10, max_iter=100000, random_state=0).fit(X, labels)
//   m.classes_, m.decision_function(v.transform(queries))
const texts = [
  'The cat sat',
  'the  dog ran',
  'Der Hund lief',
  'die Katze saß',
  'le chat dort',
  'Le chien court'
]
const labels = ['en', 'en', 'de', 'de', 'fr', 'fr']
const margins = {
  'the hat': [-0.491268, 0.072708, -0.476023],
  'ein Hund': [0.194198, -0.559363, -0.484746],
  'un chat': [-0.481711, -0.632263, 0.236486],
  xyz: [-0.174278, -0.288395, -0.2953]
}
const options = { tolerance: 1e-10, maxIterations: 100_000 }
const queries = Object.keys(margins)

test('weighs n-grams as TfidfVectorizer does', () => {
  const fitted = tfIdf().fit(texts)
  const rows = texts.map(text => fitted.transform(text))
  expect(rows.reduce((sum, { columns }) => sum + columns.length, 0)).toBe(127)
  // Rows have length 1. The columns are in order of their first use: 0 is 'th', 1 is 'the'.
  for (const { values } of rows) expect(values.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 6)
  expect(rows[0]!.values[rows[0]!.columns.indexOf(0)]).toBeCloseTo(0.2176853, 6)
  expect(rows[1]!.values[rows[1]!.columns.indexOf(0)]).toBeCloseTo(0.2051996, 6)
  const idf = fitted.encode().arrays.idf!
  expect(idf).toHaveLength(98)
  expect(idf[0]).toBeCloseTo(1.8472979, 6)
  expect(Math.max(...idf)).toBeCloseTo(2.252763, 6)
})

test('finds the margins of LinearSVC, for every class', () => {
  const model = pipeline([tfIdf(), linearSvm(options)]).fit(texts, labels)
  for (const [text, expected] of Object.entries(margins)) {
    const { label, margins } = model.predict(text)
    expect(label).toBe(['de', 'en', 'fr'][expected.indexOf(Math.max(...expected))])
    for (const [index, margin] of expected.entries()) expect(margins[index]).toBeCloseTo(margin, 4)
  }
})

test('keeps a pipeline in one artefact, which answers the same', () => {
  const stages = pipeline([tfIdf(), linearSvm(options)])
  const model = stages.fit(texts, labels)
  const decoded = stages.decode(decodeArtefact(encodeArtefact(model.encode())))
  for (const text of queries) {
    expect(decoded.predict(text)).toEqual(model.predict(text))
    expect(decoded.transform(text)).toEqual(model.transform(text))
  }
  expect(() => stages.decode({ header: {}, arrays: {} })).toThrow(TypeError)
})

test('predicts a stream with the model that was fitted in batch, to the last digit', async () => {
  const model = pipeline([tfIdf(), linearSvm(options)]).fit(texts, labels)
  const streamed = []
  for await (const answer of model.predictStream(queries)) streamed.push(answer)
  expect(streamed).toEqual(queries.map(text => model.predict(text)))
})
