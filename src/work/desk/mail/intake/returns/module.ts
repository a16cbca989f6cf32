/** What machines send back about our mail: an answering machine, mail that came back, mail that is delayed. Nothing of it moves a case. */
import { markBounced } from '#platform/mail/mail.ts'
import { addEntry, type CaseRow, caseById, caseByNumber } from '#record/cases/cases.ts'
import { casesNamed, noteBounced } from '../../store.ts'
import { type Coming, type Done, done, type Refused, textOf } from '../coming/module.ts'
import { signedIn } from '../proof/module.ts'
import { addressIn, idsNamed } from '../rules.ts'

/** An answering machine: colleagues see it, it changes nothing. */
export async function away(coming: Coming, at: CaseRow): Promise<Done> {
  const { ctx, sender, t } = coming
  const text = `${t('desk.mail.away', { address: sender.address })}\n\n${textOf(coming).slice(0, 5000)}`
  const entry = await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  return done('appended', at, entry.id)
}

/** Mail of ours that came back or waits somewhere: told on its case, never opening it again. Only what we sent marks an address. */
export async function bounced(coming: Coming): Promise<Done | Refused> {
  const { ctx, db, message, t } = coming
  const { reports } = message
  const ids = [...new Set([...message.returned, ...idsNamed(message)])]
  const back = reports.filter((one) => one.action === 'failed')
  const late = back.length === 0 && reports.some((one) => one.action === 'delayed')
  const told = back.length > 0 ? back : reports
  const why = [told[0]?.status, told[0]?.diagnostic].filter(Boolean).join(' ') || message.subject
  let at: CaseRow | undefined
  const addresses = new Set(told.flatMap(({ recipient }) => addressIn(recipient ?? '') ?? []))
  for (const id of ids) {
    const sent = late ? undefined : await markBounced(ctx, id, why)
    const signed = signedIn(ctx, id)
    at ??= signed && (await caseByNumber(ctx, `C-${signed.number}`))
    if (!sent) continue
    at ??= sent.about.startsWith('case/') ? await caseById(ctx, sent.about.slice('case/'.length)) : undefined
    const to = sent.to.map((one) => one.toLowerCase())
    if (addresses.size === 0 && to.length === 1 && to[0]) addresses.add(to[0])
    for (const one of to) {
      const status = back.find(({ recipient }) => addressIn(recipient ?? '') === one)?.status
      // 4.x.x: the server gave up for now, the address may live.
      if (addresses.has(one) && !status?.startsWith('4'))
        await noteBounced(db, { address: one, reason: why.slice(0, 500), at: ctx.now, organisationId: sent.organisationId })
    }
  }
  at ??= await firstOf(coming, ids)
  if (!at) return { reason: 'bounce', detail: why.slice(0, 300) }
  const text = t(late ? 'desk.mail.delayed' : 'desk.mail.returned', { address: [...addresses].join(', ') || '?', why })
  const entry = await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  return done('appended', at, entry.id)
}

async function firstOf({ ctx, db }: Coming, ids: readonly string[]): Promise<CaseRow | undefined> {
  const [first] = await casesNamed(db, ids)
  return first && caseById(ctx, first.caseId)
}
