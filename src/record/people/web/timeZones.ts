/** Time zones to choose from: the one of this device first, then all by name. */
export function timeZones(chosen?: string): { value: string; label: string }[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const all = new Set([here, ...(chosen ? [chosen] : []), 'Europe/Amsterdam', ...Intl.supportedValuesOf('timeZone'), 'UTC'])
  return [...all].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}
