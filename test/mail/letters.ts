/** Letters to the desk and what it writes back, for the stories of mail. */
import { desk } from '#work/desk/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import type { Spil } from '../spil.ts'

export interface Letter {
  from?: string
  to?: string
  subject?: string
  headers?: string[]
  text?: string
  id?: string
}
interface Sent {
  messageId: string
  subject: string
  recipients: { to: { address: string }[] }
  content: {
    text: string
    html: string
    autoSubmitted: string | null
    references: string[]
    replyTo?: { address: string }
    attachments?: { name: string }[]
  }
}

let counter = 0
export function raw({
  from = 'Jan Jansen <jan@linde.example>',
  to = 'help@linde.example',
  subject = 'Printer',
  headers = [],
  text,
  id,
}: Letter): string {
  const head = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: ${id ?? `<${++counter}@mail.linde.example>`}`]
  return [...head, ...headers, 'Content-Type: text/plain; charset=utf-8', '', text ?? 'Het werkt niet.', ''].join('\r\n')
}

/** Everything by hand of the holder of this token. Who opens a case is somebody new each time unless told; answers come from who opened the last. */
export function postOffice(house: Spil, token: string) {
  const mails = house.as(deskMail, token)
  const cases = house.as(desk, token)
  let last = 'Jan Jansen <jan@linde.example>'
  const send = (letter: Letter) => mails.submit({ raw: raw({ from: last, ...letter }) })
  const pageOf = (id: string) => cases.case({ params: { id } })
  return {
    mails,
    cases,
    send,
    pageOf,
    async open(letter: Letter = {}) {
      last = letter.from ?? `Jan Jansen <jan${++counter}@linde.example>`
      const done = await send(letter)
      if (done.disposition !== 'opened' || !done.case) throw new Error(`not opened: ${done.reason}`)
      return done.case
    },
    async solve(id: string, done = 'Kabel vervangen') {
      const { version } = (await pageOf(id)).case
      return cases.solve({ params: { id }, body: { version, done, tested: 'Proefafdruk' } })
    },
    /** Our mail about this case so far, the oldest first. */
    async sentAbout(caseId: string): Promise<Sent[]> {
      await house.settle()
      const { rows } = await house.app.pools.owner.query(
        `select message_id as "messageId", subject, recipients, content from outgoing_mail where about = $1 order by created_at`,
        [`case/${caseId}`],
      )
      return rows as Sent[]
    },
  }
}
export type PostOffice = ReturnType<typeof postOffice>
