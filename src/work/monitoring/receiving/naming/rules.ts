/** What metrics of OpenTelemetry and Zabbix are called here: names as Prometheus has them. https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics */

const units: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '%': 'percent',
}
const per: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' }

/** Signs that no name has become underscores, of which no two stand together. */
export const nameOf = (text: string): string => {
  const name = text
    .replace(/[^a-zA-Z0-9_:]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_|_$/g, '')
  return /^[0-9]/.test(name) || name === '' ? `_${name}` : name
}
/** Of a label: without the colon, and with a word before a digit. */
export const labelOf = (text: string): string => {
  const name = text.replace(/[^a-zA-Z0-9_]/g, '_')
  return /^[0-9]/.test(name) || name === '' ? `key_${name}` : name
}
function unitOf(unit: string): string[] {
  const [of = '', by = ''] = unit
    .replace(/\{[^}]*\}/g, '')
    .split('/', 2)
    .map((part) => part.trim())
  const first = of === '' || of === '1' ? '' : (units[of] ?? nameOf(of))
  const second = by === '' ? '' : `per_${per[by] ?? nameOf(by)}`
  return [first, second].filter((part) => part !== '' && part !== '_' && part !== 'per__')
}
/** `http.server.duration` in `s` becomes http_server_duration_seconds; what only ever grows ends in `_total`. */
export function metricName(given: string, unit: string, kind: { gauge: boolean; counter: boolean }): string {
  let name = nameOf(given)
  if (kind.counter) name = name.replace(/_total$/, '')
  for (const part of unitOf(unit)) if (!name.endsWith(`_${part}`) && !name.includes(`_${part}_`)) name += `_${part}`
  if (unit === '1' && kind.gauge && !name.endsWith('_ratio')) name += '_ratio'
  return kind.counter ? `${name}_total` : name
}
/** The key of an item of Zabbix without its parameters. */
export const zabbixName = (key: string): string => `zabbix_${nameOf(key.split('[', 1)[0] ?? '').replace(/^_+/, '')}`
