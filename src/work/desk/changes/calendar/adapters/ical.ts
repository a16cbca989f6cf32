/** iCalendar (RFC 5545) as calendar programs read it: instants in UTC, texts escaped, lines folded at 75 octets. */
export interface IcalEvent {
  uid: string
  from: Date
  until: Date
  summary: string
  description: string
  url?: string
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'
  /** Does not make somebody busy. */
  transparent?: boolean
  changedAt: Date
}

const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '')
const escaped = (text: string) =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replace(/\r\n|\r|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those may not stand in it
    .replace(/[\u0000-\u001f\u007f]/g, '')

/** At most 75 octets a line, never in the middle of a character. */
export function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const char of line) {
    const length = Buffer.byteLength(char)
    if (size + length > 75) {
      parts.push(part)
      part = ' '
      size = 1
    }
    part += char
    size += length
  }
  return [...parts, part].join('\r\n')
}

export function icalOf(name: string, timeZone: string, events: readonly IcalEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Spil//Changes//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${escaped(timeZone)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...events.flatMap((one) => [
      'BEGIN:VEVENT',
      `UID:${escaped(one.uid)}`,
      `DTSTAMP:${utc(one.changedAt)}`,
      `DTSTART:${utc(one.from)}`,
      `DTEND:${utc(one.until)}`,
      `SUMMARY:${escaped(one.summary)}`,
      `DESCRIPTION:${escaped(one.description)}`,
      ...(one.url ? [`URL:${one.url}`] : []),
      `STATUS:${one.status}`,
      `TRANSP:${one.transparent ? 'TRANSPARENT' : 'OPAQUE'}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
