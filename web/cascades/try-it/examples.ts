/** A whole simulated cascade that comes with the page. The events after the window are its actual outcome. */
export interface Example {
  readonly name: string
  readonly words: string
  readonly path: string
  readonly windowSeconds: number
}

export const examples: readonly Example[] = [
  { name: 'Growing', words: 'far from over', path: 'growing', windowSeconds: 600 },
  { name: 'Calm', words: 'slowing down', path: 'calm', windowSeconds: 600 },
  { name: 'Spent', words: 'almost over', path: 'spent', windowSeconds: 600 },
  { name: 'Unusual', words: 'a well-known author', path: 'unusual', windowSeconds: 600 }
]

export async function loadExample({ path }: Example): Promise<string> {
  const response = await fetch(`/web/examples/${path}.csv`).catch(() => null)
  if (!response?.ok) throw new Error('The example could not be loaded: the service does not respond.')
  return response.text()
}
