/** The sum of a figure over all its labels, as a process tells it; 0 where it tells none. */
export async function sumMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text()
  return text
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
