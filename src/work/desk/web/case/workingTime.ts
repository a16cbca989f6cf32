import { lengthOf } from '#web/kit/time.tsx'

/** Working time: hours, because a working day is not a day. */
export function workingTime(seconds: number, locale: 'nl' | 'en'): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? lengthOf(Math.abs(seconds), locale) : `${hours} ${locale === 'nl' ? 'u' : 'h'}${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`
}
