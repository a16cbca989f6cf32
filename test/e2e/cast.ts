/** People for the stories in the browser: made by the administrator, with a password, and signed in without the form. */
import type { Page } from 'playwright-core'
import { hashPassword } from '#record/people/access/adapters/argon2.ts'
import { people, type Role } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { administrator } from '#test/spil.ts'
import type { Visit, Visitors } from './browser.ts'
import type { Credential, Program } from './program.ts'

export interface Somebody {
  id: string
  name: string
  email: string
  organisationId: string
  password: string
  session: Credential
}
const password = 'nine green bicycles 12'
/** A picture of one pixel. */
export const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
let hash: Promise<string> | undefined

/** The administrator who set up. */
export async function theAdministrator(spil: Program): Promise<Somebody> {
  const session = await spil.signIn(administrator.email, administrator.password)
  const me = await spil.as(people, session).me()
  return { id: me.id, name: me.name, ...administrator, organisationId: me.roles[0]?.organisationId ?? '', session }
}

/** Somebody with these roles in our own organisation. */
export async function engage(spil: Program, by: Somebody, name: string, roles: Role[], locale: 'nl' | 'en' = 'nl'): Promise<Somebody> {
  const { organisationId } = by
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@linde.example`
  const { id } = await spil.as(directory, by.session).createPerson({ body: { name, email, organisationId, roles, locale } })
  hash ??= hashPassword(password)
  await spil.query('insert into credential (person_id, password_hash, changed_at) values ($1, $2, now())', [id, await hash])
  return { id, name, email, organisationId, password, session: await spil.signIn(email, password) }
}

/** A browser of their own in which they are signed in already. */
export async function enter(browser: Visitors, who: Somebody, visit: Visit): Promise<Page> {
  const page = await browser.visitor(who.name, visit)
  const cookies = 'cookie' in who.session ? who.session.cookie.split('; ') : []
  await page.context().addCookies(
    cookies.map((cookie) => {
      const at = cookie.indexOf('=')
      return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: visit.url }
    }),
  )
  return page
}
