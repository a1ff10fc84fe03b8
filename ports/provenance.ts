/** The origin of data. By default only real data train models and count in the accuracy figures. */
export const provenances = ['real', 'simulated', 'demo'] as const

/** real: observed. simulated: drawn by a simulation. demo: played to show what the product does. */
export type Provenance = (typeof provenances)[number]

export function isProvenance(value: unknown): value is Provenance {
  return provenances.some(each => each === value)
}
