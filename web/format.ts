/** '12', '3,400', '1.2M'. */
export function formatCount(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (value >= 1e5 && value % 1000 === 0) return `${value / 1000}k`
  return value >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)))
}

/** '0.231', '1,230'. */
export function formatNumber(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 })
}

/** '45 s', '10 min', '1.5 h', '7 days'. */
export function formatDuration(seconds: number): string {
  const [size, unit] =
    seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'min'] : seconds < 86_400 ? [3600, 'h'] : [86_400, 'day']
  const amount = Number((seconds / size).toFixed(seconds < 10 ? 1 : seconds / size < 10 ? 1 : 0))
  return `${amount} ${unit}${unit === 'day' && amount !== 1 ? 's' : ''}`
}

/** '23 %'. */
export function formatShare(share: number): string {
  const percent = share * 100
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent).toLocaleString('en')} %`
}

/** '×1.8', '×0.93'. */
export function formatFactor(factor: number): string {
  return `×${Number(factor.toPrecision(2))}`
}

/** '21 Nov, 10:24:05'. */
export function formatTime(time: string): string {
  return new Date(time).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  })
}

/** '21 Nov'. */
export function formatDay(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('en-GB', { day: 'numeric', month: 'short' })
}

/** '21 Nov, 10:24'. */
export function formatMinute(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit'
  })
}
