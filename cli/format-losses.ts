export function formatLoss(loss: number | null): string {
  return loss === null ? '-' : loss.toFixed(3)
}

/** Formats the losses of baselines to append to a list: `, constant: 0.612, ratio: 0.584`. */
export function formatBaselines(losses: Readonly<Record<string, number>>): string {
  return Object.entries(losses)
    .map(([name, loss]) => `, ${name}: ${formatLoss(loss)}`)
    .join('')
}
