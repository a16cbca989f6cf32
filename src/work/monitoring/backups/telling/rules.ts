/** What the back-ups of an item say about it, as facts and as samples. Pure. */
import type { FactValue } from '#record/items/facts/contract.ts'
import type { BackupState } from '../contract.ts'

export interface Standing {
  name: string
  key: string
  state: BackupState
  /** Of its newest copy. */
  at: Date | null
  bytes: number | null
  restoredAt: Date | null
  /** null: never tested. */
  restoredOk: boolean | null
  /** What is wrong with it, in words; empty unless it is wrong. */
  wrong: string
}
/** Of a value of a fact. */
const mostSigns = 1000
const hour = 3_600_000
const ageOf = ({ at }: Standing, now: Date) => (at === null ? null : Math.max(0, Math.floor((now.getTime() - at.getTime()) / hour)))
const okOf = ({ state }: Standing) => (state === 'unknown' ? null : state === 'good')

/** What is not known has no fact: then what is expected of it is unknown, and not met. */
export function factsOf(all: readonly Standing[], now: Date): Map<string, { value: FactValue; unit?: string } | null> {
  const facts = new Map<string, { value: FactValue; unit?: string } | null>()
  const put = (key: string, value: FactValue | null, unit?: string) => facts.set(key, value === null ? null : { value, ...(unit && { unit }) })
  const say = (prefix: string, ok: boolean | null, age: number | null, restoredAt: Date | null, restoredOk: boolean | null) => {
    put(`${prefix}.ok`, ok)
    put(`${prefix}.age.hours`, age, 'h')
    put(`${prefix}.restored.at`, restoredAt?.toISOString() ?? null)
    put(`${prefix}.restored.ok`, restoredOk)
  }
  for (const one of all) {
    say(`backup.${one.key}`, okOf(one), ageOf(one, now), one.restoredAt, one.restoredOk)
    put(`backup.${one.key}.size`, one.bytes, 'B')
    put(`backup.${one.key}.wrong`, one.wrong.slice(0, mostSigns) || null)
  }
  if (all.length === 0) return facts
  // Of all of them together: the worst counts, and one that is not known makes it unknown, unless another is wrong already.
  const every = (values: readonly (boolean | null)[]) => (values.includes(false) ? false : values.includes(null) ? null : true)
  const ages = all.map((one) => ageOf(one, now))
  const restored = all.map(({ restoredAt }) => restoredAt)
  const known = <T>(values: readonly (T | null)[]): values is readonly T[] => !values.includes(null)
  say(
    'backup',
    every(all.map(okOf)),
    known(ages) ? Math.max(...ages) : null,
    known(restored) ? new Date(Math.min(...restored.map(Number))) : null,
    every(all.map(({ restoredOk }) => restoredOk)),
  )
  const wrong = all.flatMap((one) => (one.wrong === '' ? [] : [`${one.name}: ${one.wrong}`]))
  put('backup.wrong', wrong.join('; ').slice(0, mostSigns) || null)
  return facts
}

/** name, value of a back-up; what is not known is no sample. */
export function samplesOf(one: Standing, now: Date): [string, number][] {
  const all: [string, number | null][] = [
    ['backup_age_seconds', one.at && Math.round((now.getTime() - one.at.getTime()) / 1000)],
    ['backup_size_bytes', one.bytes],
    ['backup_restore_ok', one.restoredOk === null ? null : Number(one.restoredOk)],
    ['backup_ok', one.state === 'unknown' ? null : Number(one.state === 'good')],
  ]
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, number]]))
}
