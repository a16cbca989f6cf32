/** An instant as people say it: how long ago, with the exact moment in their own zone behind it. */
import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { tagOf, useLooks } from './texts.ts'

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** `3 min. geleden`, `over 2 u.`. */
export function relative(at: Date, now: Date, tag: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60]
  const format = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' })
  return Math.abs(seconds) < 60
    ? new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(0, 'second')
    : format.format(Math.trunc(seconds / size), unit)
}

const ticks = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined
function useMinute() {
  const [, again] = useState(0)
  useEffect(() => {
    const tick = () => again((n) => n + 1)
    ticks.add(tick)
    ticking ??= setInterval(() => {
      for (const run of ticks) run()
    }, 30_000)
    return () => {
      ticks.delete(tick)
      if (ticks.size > 0) return
      clearInterval(ticking)
      ticking = undefined
    }
  }, [])
}

/** `as="absolute"` shows the moment itself, `day` the date alone. `at` is an ISO instant. */
export function Time({ at, as = 'relative' }: { at: string; as?: 'relative' | 'absolute' | 'day' }) {
  const { locale, timeZone } = useLooks()
  useMinute()
  const tag = tagOf(locale)
  const moment = new Date(at)
  const elsewhere = Intl.DateTimeFormat().resolvedOptions().timeZone !== timeZone
  const exact = new Intl.DateTimeFormat(tag, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    ...(elsewhere && { timeZoneName: 'short' }),
  }).format(moment)
  const shown =
    as === 'relative'
      ? relative(moment, new Date(), tag)
      : as === 'absolute'
        ? exact
        : new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone }).format(moment)
  return (
    <Tooltip label={exact} disabled={as === 'absolute'}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {shown}
      </time>
    </Tooltip>
  )
}

/** A length of time in words: `1 u 25 min`. `seconds` may be negative (late). */
export function lengthOf(seconds: number, locale: 'nl' | 'en'): string {
  const [d, h, m] = locale === 'nl' ? ['d', 'u', 'min'] : ['d', 'h', 'min']
  const total = Math.floor(Math.abs(seconds) / 60)
  const [days, hours, minutes] = [Math.floor(total / 1440), Math.floor((total % 1440) / 60), total % 60]
  const parts =
    days > 0 ? [`${days} ${d}`, hours > 0 && `${hours} ${h}`] : hours > 0 ? [`${hours} ${h}`, minutes > 0 && `${minutes} ${m}`] : [`${minutes} ${m}`]
  return `${seconds < 0 ? '−' : ''}${parts.filter(Boolean).join(' ')}`
}
