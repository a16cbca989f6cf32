/** The commands of the rooms, as somebody with a shell uses them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { access } from '#record/people/access/contract.ts'
import { people } from '#record/people/contract.ts'
import { administrator, type Spil, spil } from './spil.ts'
import { Visitor } from './visitor.ts'

let house: Spil
beforeAll(async () => {
  house = await spil()
})
afterAll(() => house[Symbol.asyncDispose]())

const browserAt = (ip?: string) => new Visitor(house.server, ip)

describe('commands', () => {
  const run = async (name: string, ...args: string[]) => {
    const command = house.app.rooms.flatMap((room) => room.commands).find((one) => one.name === name)
    const lines: string[] = []
    const log = console.log
    const error = console.error
    console.log = console.error = (line: string) => lines.push(line)
    try {
      return { code: await command?.run(args, house.app), lines: lines.join('\n').split('\n') }
    } finally {
      console.log = log
      console.error = error
    }
  }
  test('token create prints a working token as its last line', async () => {
    const { code, lines } = await run('token', 'create', '--email', administrator.email, '--expires', '1d', '--scope', 'people.read')
    expect(code).toBe(0)
    expect((await house.as(people, lines.at(-1)).me()).email).toBe(administrator.email)
  })
  test.each([
    [['token', 'create']],
    [['token', 'create', '--email', 'nobody@x.example']],
    [['token', 'create', '--email', administrator.email, '--expires', 'ever']],
    [['token', 'create', '--email', administrator.email, '--scope', 'all.of.it']],
    [['token', 'create', '--wrong']],
    [['user', 'sing']],
    [['user', 'create', '--email', administrator.email, '--name', 'X']],
  ])('%j is refused in words', async ([name = '', ...args]) => {
    const { code, lines } = await run(name, ...args)
    expect(code).toBe(2)
    expect(lines[0]?.length).toBeGreaterThan(5)
  })
  test('a user is made, comes in by the link, is listed, and is closed out', async () => {
    const { lines } = await run('user', 'create', '--email', 'cli@linde.example', '--name', 'Cas Lie', '--role', 'engineer')
    const token = /#([\w-]{43})/.exec(lines.join('\n'))?.[1] ?? ''
    await house.as(access).choosePassword({ body: { token, password: 'ten green bicycles' } })
    const browser = browserAt()
    expect((await browser.signIn('cli@linde.example', 'ten green bicycles')).status).toBe(200)
    expect((await run('user', 'list')).lines).toContain('cli@linde.example\tCas Lie\tactive\tengineer')
    expect((await run('user', 'disable', '--email', 'cli@linde.example')).code).toBe(0)
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
    expect((await browser.signIn('cli@linde.example', 'ten green bicycles')).status).toBe(401)
    expect((await run('token', 'create', '--email', 'cli@linde.example')).code).toBe(2)
  })
})
