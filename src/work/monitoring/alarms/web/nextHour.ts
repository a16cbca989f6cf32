/** What a window proposes as its begin: the whole hour that lies within an hour of `at`, as wall time in a zone. Pure. */
export const nextHour = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(at.getTime() + 3_600_000))
    .replace(' ', 'T')
    .replace(/\d\d$/, '00')
