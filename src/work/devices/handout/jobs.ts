/** What hand-outs do by themselves: write to the receiver, each day remind who must sign or bring back, and forget photos that nobody used. */
import * as z from 'zod'
import { dayIn } from '#platform/clock.ts'
import { Id } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { type App, type Context, job } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { organisationById, personById } from '#record/people/people.ts'
import { numberOfHandout } from './contract.ts'
import { forgetLoose } from './photos/store.ts'
import { makeReceipt } from './receipt/jobs.ts'
import { type About, remindersOn } from './rules.ts'
import { handoutSettingsOf } from './settings/reads.ts'
import { signToken } from './signing/adapters/link.ts'
import * as store from './store.ts'

const linkDays = 14
const letters = ['sign', 'receipt', 'back', 'declined'] as const
type Letter = (typeof letters)[number] | About

const listed = (items: readonly { number: number; name: string; serial: string | null }[]) =>
  items.map(({ number, name, serial }) => `- ${numberOfItem(number)} ${name}${serial === null ? '' : ` (${serial})`}`).join('\n')
const lacking = (items: readonly store.HandoutItemRow[]) =>
  items.flatMap(({ name, missing }) => missing.map((one) => `- ${one.name}${one.serial === null ? '' : ` (${one.serial})`}, ${name}`)).join('\n')

/** Who can be written to. */
async function reached(ctx: Context, id: string | null) {
  const person = await personById(ctx, id ?? '')
  return person?.email ? { ...person, email: person.email } : undefined
}
/** Puts the letter in the queue, in this transaction. Nothing is written to who has no address. */
async function write(ctx: Context, row: store.HandoutRow, what: Letter, itemIds?: readonly string[]): Promise<void> {
  const to = await reached(ctx, what === 'declined' ? row.issuedBy : row.receiverId)
  if (!to) return
  const t = translator(ctx.app.texts, to.locale)
  const number = numberOfHandout(row.number)
  const all = await store.itemsOf(ctx.db as store.Db, [row.id])
  const items = all.filter(({ itemId, ended }) => (itemIds ? itemIds.includes(itemId) : what === 'receipt' || ended === null))
  const day = row.dueOn && new Intl.DateTimeFormat(to.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(row.dueOn))
  const missing = lacking(items)
  const values = {
    ...{ number, devices: listed(items), days: linkDays, receiver: row.receiverName, why: row.declinedWhy, day, sha256: row.receiptHash },
    missing: missing === '' ? t('devices.handout.mail.back.complete') : t('devices.handout.mail.back.missing', { missing }),
    url: what === 'declined' ? `${ctx.app.config.url}/devices/handouts/${number}` : linkFor(ctx, row),
  }
  const body = t(`devices.handout.mail.${what === 'unsigned' ? 'sign' : what}`, values)
  await sendMail(ctx, {
    ...{ to: [{ name: to.name, address: to.email }], about: `handout/${row.id}`, organisationId: row.organisationId },
    subject: t(`devices.handout.mail.${what}.subject`, values),
    text: [t('devices.handout.mail.hello', { name: to.name }), body, t('devices.handout.mail.regards', { organisation: row.organisationName })].join(
      '\n\n',
    ),
    secret: what === 'sign' || what === 'unsigned',
    ...(what === 'receipt' &&
      row.receiptHash !== null && { attachments: [{ hash: row.receiptHash, name: `${number}.pdf`, type: 'application/pdf' }] }),
  })
}
const linkFor = (ctx: Context, { id }: store.HandoutRow) =>
  `${ctx.app.config.url}/sign/${signToken(ctx.app, { handoutId: id, how: 'mail', shownBy: null, until: new Date(ctx.now.getTime() + linkDays * 86_400_000) })}`

export const letter = job({
  name: 'devices.handout.letter',
  payload: z.object({ handoutId: Id, what: z.enum(letters), itemIds: z.array(Id).optional() }),
  run: ({ handoutId, what, itemIds }, app) =>
    app.asSystem(async (ctx) => {
      const row = await store.readHandout(ctx.db as store.Db, handoutId)
      if (row && (what !== 'sign' || row.signedAt === null)) await write(ctx, row, what, itemIds)
    }),
})

/**
 * What its receiver hears today; each in a transaction of its own, in which the day is written down. It is read once more, and held: meanwhile it may
 * have been signed or have come back. Who cannot be reached was not reminded.
 */
async function remind(ctx: Context, handoutId: string): Promise<void> {
  const db = ctx.db as store.Db
  const row = await store.readHandout(db, handoutId, true)
  if (!row || !(await reached(ctx, row.receiverId))) return
  if ((await store.itemsOf(db, [row.id])).every(({ ended }) => ended !== null)) return
  const [{ settings }, organisation, before] = await Promise.all([
    handoutSettingsOf(ctx, row.organisationId),
    organisationById(ctx, row.organisationId),
    store.remindersOf(db, [row.id]),
  ])
  const zone = organisation?.timeZone ?? 'UTC'
  const today = dayIn(zone, ctx.now)
  const days = (about: About) => before.filter((one) => one.about === about).map(({ day }) => day)
  const standing = {
    ...{ issuedOn: dayIn(zone, new Date(row.issuedAt)), dueOn: row.dueOn, signed: row.signedAt !== null || row.declinedAt !== null },
    reminded: { unsigned: days('unsigned'), dueSoon: days('dueSoon'), overdue: days('overdue') },
  }
  for (const about of remindersOn(today, standing, settings)) if (await store.insertReminder(db, row.id, about, today)) await write(ctx, row, about)
}

/** Asked for twice before it is written, it is one letter. A return is another one each time: what came back in it came back once. */
export const send = (ctx: Context, asked: z.input<typeof letter.payload>): Promise<void> =>
  ctx.enqueue(letter, asked, { key: ['letter', asked.what, asked.handoutId, ...(asked.itemIds?.slice(0, 1) ?? [])].join(' ') })

const looseDays = 7
/** A receipt is made within seconds; what still has none after an hour is asked for again. */
async function mend(app: App): Promise<void> {
  await app.asSystem(async (ctx) => {
    for (const handoutId of await store.withoutReceipt(ctx.db as store.Db, new Date(ctx.now.getTime() - 3_600_000)))
      await ctx.enqueue(makeReceipt, { handoutId }, { key: `receipt ${handoutId}` })
    await forgetLoose(ctx.db, new Date(ctx.now.getTime() - looseDays * 86_400_000))
  })
}
export const reminders = job({
  name: 'devices.handout.remind',
  payload: z.object({}),
  cron: '40 6 * * *',
  async run(_, app, signal) {
    await mend(app)
    for (let after = 0; !signal.aborted; ) {
      const rows = await app.asSystem((ctx) => store.toRemind(ctx.db as store.Db, after, 200))
      for (const { id } of rows)
        await app
          .asSystem((ctx) => remind(ctx, id))
          // Tomorrow it is tried again; the others are reminded today.
          .catch((error: Error) => app.log.error({ at: 'reminders', handoutId: id, error: error.stack ?? error.message }))
      const last = rows.at(-1)
      if (!last) return
      after = last.number
    }
  },
})
