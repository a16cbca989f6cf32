/** Who is to be told of which alarms, and in how many mails. Pure. */
import type { Escalation, Step } from '../oncall/contract.ts'

export interface Open {
  id: string
  organisationId: string
  severity: keyof Escalation
  openedAt: number
  /** So many steps were told. */
  level: number
}
export interface Telling {
  alarm: Open
  /** From 1. */
  level: number
  personId: string
}
/** Every step whose moment has come and that was not told; `whoIs` says whom it tells now, if there is anybody. */
export function due(
  open: readonly Open[],
  policyOf: (organisationId: string) => Escalation | undefined,
  whoIs: (step: Step) => string | undefined,
  now: number,
) {
  const tellings: Telling[] = []
  const levels: { alarm: Open; level: number }[] = []
  for (const alarm of open) {
    const steps = policyOf(alarm.organisationId)?.[alarm.severity] ?? []
    let level = alarm.level
    const heard = new Set<string>()
    for (let step = steps[level]; step && alarm.openedAt + step.after * 60_000 <= now; step = steps[level]) {
      level++
      const personId = whoIs(step)
      // Who heard of it already by a step of now is not told twice at once.
      if (personId === undefined || heard.has(personId)) continue
      heard.add(personId)
      tellings.push({ alarm, level, personId })
    }
    if (level !== alarm.level) levels.push({ alarm, level })
  }
  return { tellings, levels }
}

/** More mails than this in a minute, and what comes is one with a list. */
export const mostMails = 5
/** Per person and organisation: what stands in one mail. */
export function bundled(tellings: readonly Telling[], lately: ReadonlyMap<string, number>): Telling[][] {
  const mails: Telling[][] = []
  const sent = new Map(lately)
  for (const all of Map.groupBy(tellings, ({ personId, alarm }) => `${personId} ${alarm.organisationId}`).values()) {
    const personId = all[0]?.personId ?? ''
    const before = sent.get(personId) ?? 0
    const made = before + all.length > mostMails ? [all] : all.map((one) => [one])
    sent.set(personId, before + made.length)
    mails.push(...made)
  }
  return mails
}
