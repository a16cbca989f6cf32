/** A desk with cases that are solved, for the stories of testing and closing. The reporter is somebody new each time: an address gets only so much mail. */
import { ProblemError } from '#platform/client.ts'
import { deskClosing } from '#work/desk/closing/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { confirmToken } from '#work/desk/portal/reads.ts'
import { type Member, type Spil, spil } from './spil.ts'

/** A Wednesday morning within working hours, so that the weekends around it are the same whenever this is run. */
export const wednesday = new Date('2027-06-02T08:00:00Z')

export interface ClosingDesk {
  app: Spil
  engineer: Member
  lead: Member
  /** Of the last case. */
  reporter(): Member
  portal(who?: Member): ReturnType<typeof portalOf>
  work(who?: Member): ReturnType<typeof workOf>
  closing(who?: Member): ReturnType<typeof closingFor>
  page(id: string): ReturnType<ReturnType<typeof workOf>['case']>
  stateOf(id: string): Promise<string>
  /** Reported and taken. */
  report(): Promise<{ id: string; number: string }>
  solve(id: string, more?: object): ReturnType<ReturnType<typeof workOf>['solve']>
  solved(): Promise<{ id: string; number: string }>
  /** Of the link in the mail that asks to test. */
  token(id: string, round?: number): string
  /** Texts of our mail about this case so far, the oldest first. */
  mails(id: string): Promise<string[]>
  /** The clock from here on; what is due by it is done. */
  startAt(at: Date): Promise<void>
  later(days: number, hours?: number): void
}

const portalOf = (app: Spil, who?: Member) => app.as(deskPortal, who?.token, { 'accept-language': 'nl' })
const workOf = (app: Spil, who: Member) => app.as(desk, who.token)
const closingFor = (app: Spil, who: Member) => app.as(deskClosing, who.token)

/** 'answered', or the code of the refusal. */
export const codeOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )

export async function closingDesk(): Promise<ClosingDesk> {
  const app = await spil()
  const engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  const lead = await app.member('lead', { name: 'Ans Leid' })
  let reporter = engineer
  const page = (id: string) => workOf(app, engineer).case({ params: { id } })
  const self: ClosingDesk = {
    app,
    engineer,
    lead,
    reporter: () => reporter,
    portal: (who) => portalOf(app, who),
    work: (who = engineer) => workOf(app, who),
    closing: (who = engineer) => closingFor(app, who),
    page,
    stateOf: async (id) => (await page(id)).case.state,
    async report() {
      reporter = await app.member('reporter', { name: 'Noor Bakker' })
      const { id, number } = await self.portal(reporter).report({ body: { title: 'Ik kan niet inloggen', howBad: 'cannotWork', howMany: 'few' } })
      await self.work().take({ params: { id }, body: { version: (await page(id)).case.version } })
      return { id, number }
    },
    async solve(id, more = { tested: 'Ingelogd op een leslaptop' }) {
      const { version } = (await page(id)).case
      return self.work().solve({ params: { id }, body: { version, done: 'Account ontgrendeld', ...more } })
    },
    async solved() {
      const one = await self.report()
      await self.solve(one.id)
      return one
    },
    token: (id, round = 1) => confirmToken(app.app, { caseId: id, round, personId: reporter.id, at: app.app.now() }),
    async mails(id) {
      await app.settle()
      const { rows } = await app.app.pools.owner.query(`select content from outgoing_mail where about = $1 order by created_at, id`, [`case/${id}`])
      return rows.map((row: { content: { text: string } }) => row.content.text)
    },
    async startAt(at) {
      app.clock.set(at)
      await app.settle()
    },
    later: (days, hours = 0) => app.clock.set(new Date(app.app.now().getTime() + days * 86_400_000 + hours * 3_600_000)),
  }
  return self
}
