/** Which way a device goes when it is handed out or taken back, and when somebody is reminded. Pure. */
import type { Kind, State } from '#record/items/kinds/contract.ts'
import type { HandoutSettings } from './settings/contract.ts'

const stateIn = (kind: Kind | undefined, key: string): State | undefined => kind?.states.find((state) => state.key === key)

/**
 * The state in which a device is with its receiver, when it may go there from where it is. Of a kind that is prepared first, only what is prepared is
 * handed out: what comes from a repair goes back to who had it, and to nobody else.
 */
export function stateOut(kind: Kind | undefined, from: string): string | undefined {
  if (stateIn(kind, 'prepared') && from !== 'prepared') return undefined
  const next = (stateIn(kind, from)?.to ?? []).map((key) => stateIn(kind, key)).filter((state) => state?.class === 'inUse')
  return (next.find((state) => state?.key === 'inUse') ?? next[0])?.key
}
/** The state of what came back; undefined: its kind knows no way back from where it is, and it stays there. */
export function stateBack(kind: Kind | undefined, from: string): string | undefined {
  const next = stateIn(kind, from)?.to ?? []
  return ['returned', 'stock'].find((key) => next.includes(key)) ?? next.find((key) => stateIn(kind, key)?.class === 'planned')
}

export type Reminding = Pick<HandoutSettings, 'remindAfterDays' | 'remindEveryDays' | 'remindAtMost' | 'dueSoonDays'>
export type About = 'unsigned' | 'dueSoon' | 'overdue'
export interface Standing {
  /** Days as they are where the organisation is, YYYY-MM-DD. */
  issuedOn: string
  dueOn: string | null
  signed: boolean
  /** Days on which the receiver was reminded, per what about. */
  reminded: Readonly<Record<About, readonly string[]>>
}
const dayNumber = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000)

/** About what the receiver hears today of something they still have. Never twice on one day, never more often than is set. */
export function remindersOn(today: string, { issuedOn, dueOn, signed, reminded }: Standing, settings: Reminding): About[] {
  const now = dayNumber(today)
  const again = (about: About, first: number): boolean => {
    const days = reminded[about].map(dayNumber)
    if (days.length >= settings.remindAtMost || now < first) return false
    return days.length === 0 || now - Math.max(...days) >= settings.remindEveryDays
  }
  const due = dueOn === null ? undefined : dayNumber(dueOn)
  const all: [About, boolean][] = [
    ['unsigned', !signed && again('unsigned', dayNumber(issuedOn) + settings.remindAfterDays)],
    [
      'dueSoon',
      due !== undefined &&
        settings.dueSoonDays > 0 &&
        reminded.dueSoon.length === 0 &&
        now >= due - settings.dueSoonDays &&
        now <= due &&
        now > dayNumber(issuedOn),
    ],
    ['overdue', due !== undefined && again('overdue', due + 1)],
  ]
  return all.filter(([, yes]) => yes).map(([about]) => about)
}

const jpeg = [0xff, 0xd8, 0xff]
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** What a photo is by its first bytes, whatever its sender calls it. */
export function photoType(head: Uint8Array): 'image/jpeg' | 'image/png' | undefined {
  const begins = (magic: readonly number[]) => magic.every((byte, at) => head[at] === byte)
  return begins(jpeg) ? 'image/jpeg' : begins(png) ? 'image/png' : undefined
}
