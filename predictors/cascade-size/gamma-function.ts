/** log Gamma(x) and its derivative digamma(x) for x > 0, by Stirling's series at x >= 10. Relative error about 1e-14. */
export function logGamma(x: number): { readonly value: number; readonly derivative: number } {
  let product = 1
  let reciprocals = 0
  let shifted = x
  for (; shifted < 10; shifted++) {
    product *= shifted
    reciprocals += 1 / shifted
  }
  const inverse = 1 / shifted
  const square = inverse * inverse
  const logShifted = Math.log(shifted)
  // Bernoulli numbers B_2k / (2k (2k - 1)) for log Gamma, B_2k / 2k for digamma.
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * 0.001917526917526918)))))
  const slope =
    square *
    (1 / 12 -
      square *
        (1 / 120 -
          square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * 0.02109279609279609)))))
  return {
    value: (shifted - 0.5) * logShifted - shifted + 0.9189385332046727 + series - Math.log(product),
    derivative: logShifted - 0.5 * inverse - slope - reciprocals
  }
}
