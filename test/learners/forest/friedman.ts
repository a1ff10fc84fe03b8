import type { Matrix } from '../../../learners/forest/matrix.ts'
import { Random } from '../../../learners/random.ts'

/**
 * J. Friedman's first regression problem (Annals of Statistics 19, 1991): five columns matter, the others do not;
 * uniform noise of variance `noise`^2 / 12 is the least error any forecast can reach.
 */
export function drawFriedman(rows: number, columns: number, seed: number, noise = 2) {
  const random = new Random(seed)
  const values = Float64Array.from({ length: rows * columns }, () => random.uniform())
  const x = (row: number, column: number) => (column < columns ? values[column * rows + row]! : 0.5)
  const targets = Float64Array.from(
    { length: rows },
    (_, row) =>
      10 * Math.sin(Math.PI * x(row, 0) * x(row, 1)) +
      20 * (x(row, 2) - 0.5) ** 2 +
      10 * x(row, 3) +
      5 * x(row, 4) +
      noise * (random.uniform() - 0.5)
  )
  const matrix: Matrix = { rows, columns, values }
  return { matrix, targets }
}
