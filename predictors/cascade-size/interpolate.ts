/** Linear interpolation of `values` at ascending `positions`; outside of them, the value at the nearest end. */
export function interpolate(positions: readonly number[], values: readonly number[], at: number): number {
  const above = positions.findIndex(position => position >= at)
  if (above < 0) return values[values.length - 1]
  if (above === 0) return values[0]
  const [low, high] = [positions[above - 1], positions[above]]
  return values[above - 1] + ((at - low) / (high - low)) * (values[above] - values[above - 1])
}
