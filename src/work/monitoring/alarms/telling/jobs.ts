/** Tells who is on call about alarms that nobody has acknowledged: each once a step, many together in one mail. */
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { momentIn, translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { type Context, job } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { severities } from '#record/norms/contract.ts'
import { seenInWords } from '#record/norms/series/rules.ts'
import { type AlarmRow, alarmsUnder, allOpenAlarms, type OpenAlarm } from '#record/norms/series/series.ts'
import { type PersonRef, peopleByIds } from '#record/people/people.ts'
import { ackToken } from '../adapters/link.ts'
import { onCallNow, toldBy } from '../oncall/reads.ts'
import { type Db as OnCallDb, readEscalations } from '../oncall/store.ts'
import { acknowledgedNow, type Db, statesOf } from '../store.ts'
import { answerable } from './answering/jobs.ts'
import { tellEnded } from './ending/jobs.ts'
import { bundled, due, type Open, type Telling } from './rules.ts'
import { holdTelling, mailsSince, writeLevels, writeTold } from './store.ts'

const mostListed = 50
export const tellAlarms = job({
  name: 'monitoring.alarms.tell',
  payload: z.object({}),
  cron: '* * * * *',
  run: (_, app) => app.asSystem(tell),
})

/** Of what is open: what is loud, and neither acknowledged nor silenced. */
async function waiting(ctx: Context, all: readonly OpenAlarm[]): Promise<Open[]> {
  const loud = all.filter(({ quiet }) => !quiet)
  const ids = loud.map(({ id }) => id)
  const [states, seen] = await Promise.all([statesOf(ctx.db as Db, ids), acknowledgedNow(ctx.db as Db, ids, ctx.now)])
  return loud.flatMap(({ id, organisationId, severity, openedAt }) => {
    const state = states.get(id)
    if (seen.has(id) || (state?.silencedUntil && Date.parse(state.silencedUntil) > ctx.now.getTime())) return []
    return [{ id, organisationId, severity, openedAt: Date.parse(openedAt), level: state?.level ?? 0 }]
  })
}
async function tell(ctx: Context): Promise<void> {
  const db = ctx.db as Db
  await holdTelling(db)
  const all = await allOpenAlarms(ctx)
  await tellEnded(ctx, new Set(all.map(({ id }) => id)))
  const open = await waiting(ctx, all)
  if (open.length === 0) return
  const policies = await readEscalations(
    ctx.db as OnCallDb,
    open.map(({ organisationId }) => organisationId),
  )
  const steps = [...policies.values()].flatMap(({ policy }) => Object.values(policy).flat())
  const duties = await onCallNow(ctx, [...new Set(steps.flatMap(({ to }) => (to.kind === 'onCall' ? [to.id] : [])))])
  const { tellings, levels } = due(
    open,
    (id) => policies.get(id)?.policy,
    (step) => toldBy(step, duties),
    ctx.now.getTime(),
  )
  await writeLevels(
    db,
    levels.map(({ alarm, level }) => ({ id: alarm.id, organisationId: alarm.organisationId, level })),
  )
  if (tellings.length === 0) return
  const people = await peopleByIds(ctx, [...new Set(tellings.map(({ personId }) => personId))])
  for (const mail of bundled(tellings, await mailsSince(db, new Date(ctx.now.getTime() - 60_000)))) {
    const to = people.get(mail[0]?.personId ?? '')
    if (to?.email) await write(ctx, { ...to, email: to.email }, mail)
  }
}

async function write(ctx: Context, to: PersonRef & { email: string }, mail: readonly Telling[]): Promise<void> {
  const [first] = mail
  if (!first) return
  const messageId = randomUUID()
  await writeTold(
    ctx.db as Db,
    mail.map(({ alarm, level, personId }) => ({ deviationId: alarm.id, organisationId: alarm.organisationId, level, personId, messageId })),
    ctx.now,
  )
  const rows = await alarmsUnder(ctx, { ids: mail.map(({ alarm }) => alarm.id) }, undefined, mostListed)
  const { organisationId } = first.alarm
  const { head, read } = await answerable(ctx, organisationId, messageId)
  const { url } = ctx.app.config
  const t = translator(ctx.app.texts, to.locale)
  const worst = severities.findLast((one) => mail.some(({ alarm }) => alarm.severity === one)) ?? 'normal'
  const severity = t(`norms.severity.${worst}`)
  const [row] = rows
  const one = mail.length === 1 && row
  const subject = one
    ? t('monitoring.mail.subject.one', { severity, title: row.title, item: row.itemName })
    : t('monitoring.mail.subject.many', { count: mail.length, severity: severity.toLowerCase() })
  const level = Math.max(...mail.map((telling) => telling.level))
  const text = [
    t('monitoring.mail.hello', { name: to.name }),
    one ? oneInWords(ctx, to, row) : listInWords(to, rows, mail.length, t),
    ...(level > 1 ? [t('monitoring.mail.level', { before: level - 1 })] : []),
    ...(read ? [t('monitoring.mail.answer')] : []),
    t('monitoring.mail.link', { url: `${url}/acknowledge/${ackToken(ctx.app, { messageId, personId: to.id }, ctx.now)}` }),
    t('monitoring.mail.all', { url: `${url}/monitoring` }),
    t('monitoring.mail.regards', { organisation: head.from?.name ?? 'Spil' }),
  ]
  const about = one ? `deviation/${row.id}` : `organisation/${organisationId}`
  await sendMail(ctx, { ...head, to: [{ name: to.name, address: to.email }], subject, text: text.join('\n\n'), about, organisationId, secret: true })
}
const itemIn = ({ itemName, itemNumber }: AlarmRow) => `${itemName} (${numberOfItem(itemNumber)})`

function oneInWords(ctx: Context, to: PersonRef, row: AlarmRow): string {
  const t = translator(ctx.app.texts, to.locale)
  const seen = (row.observed.series ?? []).map((one) => seenInWords(t, to.locale, one, momentIn(to.locale, to.timeZone)))
  const parts = [
    t('monitoring.mail.one', { item: itemIn(row), title: row.title }),
    ...seen,
    t('monitoring.mail.since', { since: momentIn(to.locale, to.timeZone)(row.fromAt) }),
  ]
  if (row.remedy.trim()) parts.push(t('monitoring.mail.remedy', { remedy: row.remedy.trim() }))
  if (row.caseNumber !== null) parts.push(t('monitoring.mail.case', { url: `${ctx.app.config.url}/desk/cases/${numberOf(row.caseNumber)}` }))
  return parts.join('\n')
}
function listInWords(to: PersonRef, rows: readonly AlarmRow[], count: number, t: ReturnType<typeof translator>): string {
  const lines = rows.map((row) =>
    t('monitoring.mail.line', {
      severity: t(`norms.severity.${row.severity}`),
      title: row.title,
      item: itemIn(row),
      since: momentIn(to.locale, to.timeZone)(row.fromAt),
    }),
  )
  const more = count > rows.length ? [t('monitoring.mail.more', { more: count - rows.length })] : []
  return [t('monitoring.mail.many'), ...lines, ...more].join('\n')
}
