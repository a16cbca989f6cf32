/** Who was mailed about alarms hears once that they are over: what ended together is one mail, and no more than one in five minutes. */
import { momentIn, translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import type { Context } from '#platform/room.ts'
import type { Deviation } from '#record/norms/deviations/contract.ts'
import { deviationsUnder } from '#record/norms/deviations/reads.ts'
import { organisationById, type PersonRef, peopleByIds } from '#record/people/people.ts'
import type { Db } from '../../store.ts'
import { type Ending, notHeardEnd, writeOver } from '../store.ts'

const quietFor = 5 * 60_000
const mostListed = 50
/** `open`: of the alarms of now. */
export async function tellEnded(ctx: Context, open: ReadonlySet<string>): Promise<void> {
  const db = ctx.db as Db
  const ended = (await notHeardEnd(db, new Date(ctx.now.getTime() - quietFor))).filter(({ deviationId }) => !open.has(deviationId))
  if (ended.length === 0) return
  const people = await peopleByIds(ctx, [...new Set(ended.map(({ personId }) => personId))])
  for (const mail of Map.groupBy(ended, ({ personId, organisationId }) => `${personId} ${organisationId}`).values()) {
    await writeOver(db, mail, ctx.now)
    const to = people.get(mail[0]?.personId ?? '')
    if (to?.email) await write(ctx, { ...to, email: to.email }, mail)
  }
}
async function write(ctx: Context, to: PersonRef & { email: string }, mail: readonly Ending[]): Promise<void> {
  const ids = [...new Set(mail.map(({ deviationId }) => deviationId))]
  const rows = await deviationsUnder(ctx, { ids }, { limit: mostListed })
  const [first] = rows
  if (!first) return
  const t = translator(ctx.app.texts, to.locale)
  const moment = momentIn(to.locale, to.timeZone)
  const line = ({ expectation: { title }, item, until, ended }: Deviation) =>
    t('monitoring.mail.over', { title, item: `${item.name} (${item.number})`, at: moment(until ?? ctx.now.toISOString()), how: ended ?? 'right' })
  const { organisationId } = first
  const count = ids.length
  const subject =
    count === 1
      ? t('monitoring.mail.subject.over', { title: first.expectation.title, item: first.item.name })
      : t('monitoring.mail.subject.overMany', { count })
  const text = [
    t('monitoring.mail.hello', { name: to.name }),
    [...rows.map(line), ...(count > rows.length ? [t('monitoring.mail.more', { more: count - rows.length })] : [])].join('\n'),
    t('monitoring.mail.all', { url: `${ctx.app.config.url}/monitoring` }),
    t('monitoring.mail.regards', { organisation: (await organisationById(ctx, organisationId))?.name ?? 'Spil' }),
  ].join('\n\n')
  const about = count === 1 ? `deviation/${first.id}` : `organisation/${organisationId}`
  await sendMail(ctx, { to: [{ name: to.name, address: to.email }], subject, text, about, organisationId })
}
