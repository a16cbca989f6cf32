/** Mail of our own organisation, for the walk of every endpoint as every role. */
import { sendMail } from '#platform/mail/mail.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import type { Ours } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** Mail of ours: some that was not placed, one that opened a case, a mailbox, one that waits to be sent. */
export async function mailOf(house: Spil, bea: Member): Promise<Ours['mail']> {
  const mails = house.as(deskMail, bea.token)
  const unplaced: string[] = []
  for (let n = 0; n < 35; n++) unplaced.push((await mails.submit({ raw: `Subject: van niemand ${n}\r\n\r\nHallo\r\n` })).id)
  const placed = await mails.submit({ raw: 'From: jan@linde.example\r\nSubject: Printer\r\n\r\nHallo\r\n' })
  if (!placed.case) throw new Error('the mail opened no case')
  const mailbox = {
    organisationId: bea.organisationId,
    name: 'Helpdesk',
    address: 'help@linde.example',
    host: 'imap.linde.example',
    user: 'a',
    password: 'b',
  }
  const { id: mailboxId } = await mails.addMailbox({ body: mailbox })
  const { id: outgoingId } = await house.app.asSystem((ctx) =>
    sendMail(ctx, { to: [], subject: 'Wacht', text: '', about: `case/${placed.case?.id}`, organisationId: bea.organisationId }),
  )
  const marked = Array.from({ length: 12 }, (_, n) => `weg${n}@linde.example`)
  await house.app.pools.owner.query('insert into mail_bounced select a, $4::timestamptz, $2, $3 from unnest($1::text[]) a', [
    marked,
    '5.1.1',
    bea.organisationId,
    new Date(),
  ])
  return { unplaced, marked, case: placed.case, mailboxId, outgoingId }
}
