/** ARE = |N - forecast| / N. */
export function absoluteRelativeError(forecast: number, finalSize: number): number {
  return Math.abs(finalSize - forecast) / finalSize
}
