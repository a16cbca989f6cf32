/** Who is there when somebody complains: the complainant, two leads of whom one administrates too, an engineer, and the administrator. */
import { ProblemError } from '#platform/client.ts'
import { type About, deskComplaints } from '#work/desk/complaints/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { type Member, spil } from './spil.ts'

const nl = { 'accept-language': 'nl' }

export async function complaining() {
  const app = await spil()
  const boss = await app.administrator()
  const noor = await app.member('reporter', { name: 'Noor Bakker' })
  const karel = await app.member(['lead', 'administrator'], { name: 'Karel Mulder' })
  const mira = await app.member('lead', { name: 'Mira Post' })
  const engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  const portal = (who: Member) => app.as(deskPortal, who.token, nl)
  return {
    ...{ app, boss, noor, karel, mira, engineer, portal },
    work: (who: Member) => app.as(desk, who.token, nl),
    complaints: (who: Member) => app.as(deskComplaints, who.token, nl),
    complain: (complaint: About = {}, title = 'Onheus behandeld aan de balie') =>
      portal(noor).report({ body: { title, text: 'Er werd tegen mij gesnauwd', howBad: 'canWork', howMany: 'me', kind: 'complaint', complaint } }),
    /** Which lead got it, by asking as the complainant. */
    handlerOf: async (id: string) => (await portal(noor).myCase({ params: { id } })).assignee,
  }
}

/** The problem with which it was refused; throws when it was not. */
export async function refused(run: Promise<unknown>) {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
