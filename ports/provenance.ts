/** Where data come from. Only real data train models and count as accuracy in use, unless others are asked for. */
export const provenances = ['real', 'simulated', 'demo'] as const

/** real: observed. simulated: drawn by a simulation. demo: played to show what the product does. */
export type Provenance = (typeof provenances)[number]

export function isProvenance(value: unknown): value is Provenance {
  return provenances.some(each => each === value)
}
