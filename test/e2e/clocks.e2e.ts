/** A calendar and an agreement, the sum on a case, and a step of the ladder that falls: in a browser, by the clock of the test. */
import { expect, test } from 'vitest'
import { usualAgreement, usualCalendar } from '#record/cases/clocks/contract.ts'
import { deskClocks } from '#work/desk/clocks/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskNotices } from '#work/desk/notices/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, theAdministrator } from './cast.ts'
import { program } from './program.ts'

const browser = withBrowser()
/** Thursday, the day before Christmas, ten o'clock in Amsterdam. */
const eve = new Date('2026-12-24T09:00:00Z')

test('a lead sets calendar and agreement; the case shows the sum; the step falls', { timeout: 240_000 }, async () => {
  await using spil = await program()
  await spil.clock(eve)
  // By then the second step of signing in would be required.
  await spil.query('update membership set granted_at = $1', [eve])
  const bea = await theAdministrator(spil)
  const lea = await engage(spil, bea, 'Lea Leider', ['lead'])
  const joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  const page = await enter(browser, lea, { url: spil.url })

  await page.goto('/desk/settings?section=calendars')
  await page.getByLabel('Land', { exact: true }).selectOption('NL')
  await page.getByRole('button', { name: 'Vrije dag toevoegen' }).click()
  await page.getByLabel('Naam').nth(1).fill('Brugdag')
  await page.getByLabel('Vanaf').fill('2026-12-28')
  await page.getByLabel('Tot en met').fill('2026-12-28')
  await page.getByText('Jaar bekijken').click()
  await page.getByLabel('Jaar', { exact: true }).fill('2026')
  await page
    .getByText(/vrijdag|vr 25 december: Kerstmis, gesloten/)
    .first()
    .waitFor()
  await page.getByText(/28 december: Brugdag, gesloten/).waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Opgeslagen').first().waitFor()

  await page.goto('/desk/settings?section=agreements')
  await page.locator('summary', { hasText: 'Oplossing' }).first().click()
  const target = page.locator('details details', { has: page.locator('summary', { hasText: 'Oplossing' }) })
  await target.getByRole('button', { name: 'Trede toevoegen' }).click()
  await target.getByLabel('Getal').fill('50')
  await target.getByLabel('Dan').selectOption({ label: 'de teamleiders inlichten' })
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Opgeslagen').first().waitFor()

  const cases = spil.as(desk, joost.session)
  const opened = await cases.createCase({ body: { kind: 'incident', title: 'Geen stroom', impact: 'organisation', urgency: 'normal' } })
  await spil.clock(new Date('2026-12-24T10:00:00Z'))
  const waits = await cases.wait({ params: { id: opened.id }, body: { version: opened.version, for: 'supplier', reason: 'Zekering besteld' } })
  await spil.clock(new Date('2026-12-24T12:00:00Z'))
  await cases.resume({ params: { id: opened.id }, body: { version: waits.version } })
  // High is nine hours: one before the wait, four until five o'clock, and the rest on Tuesday after Christmas, weekend and the day off.
  await spil.clock(new Date('2026-12-29T07:30:00Z'))
  await expect
    .poll(async () => (await spil.as(deskNotices, lea.session).notices({ query: {} })).items.map(({ kind }) => kind), { timeout: 60_000 })
    .toContain('stepFell')

  await page.goto(`/desk/cases/${opened.number}`)
  await page.getByRole('group').filter({ hasText: 'Oplossing' }).locator('summary').first().click()
  const sum = page.getByRole('table', { name: 'Som van Oplossing' })
  await sum.getByText('Stond stil: wachten op een leverancier (Zekering besteld)').waitFor()
  await sum.getByText('Feestdag: Kerstmis').waitFor()
  await sum.getByText('Vrije dag: Brugdag').waitFor()
  await sum.getByText('Geteld', { exact: true }).first().waitFor()
  await page
    .getByText(/de teamleiders inlichten|inlichten \(gedaan\)/)
    .first()
    .waitFor()
  expect(await axe(page)).toEqual([])
})

test('what is still in use stays, and goes out of use; what is not is removed', { timeout: 240_000 }, async () => {
  await using spil = await program()
  const bea = await theAdministrator(spil)
  const lea = await engage(spil, bea, 'Lea Leider', ['lead'])
  const { organisationId } = lea
  const clocks = spil.as(deskClocks, lea.session)
  const evening = await clocks.addCalendar({ body: { organisationId, body: { ...usualCalendar('Europe/Amsterdam'), name: 'Avond' } } })
  const { targets, ...usual } = usualAgreement()
  const body = {
    ...usual,
    name: 'Open dag',
    applies: { ...usual.applies, chosen: true },
    targets: targets.map((one) => ({ ...one, calendarId: evening.id })),
  }
  await clocks.addAgreement({ body: { organisationId, body } })

  const page = await enter(browser, lea, { url: spil.url })
  const card = (name: string) => page.locator('details', { has: page.locator(`summary:text-is("${name}")`) }).first()
  const remove = async (name: string) => {
    await card(name).locator('summary').first().click()
    await card(name).getByRole('button', { name: 'Verwijderen' }).click()
    const dialog = page.getByRole('dialog', { name: `“${name.replace(' (niet in gebruik)', '')}” verwijderen?` })
    await dialog.getByText('Dat kan alleen als niets het meer gebruikt.').waitFor()
    await dialog.getByRole('button', { name: 'Verwijderen' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await page.goto('/desk/settings?section=calendars')
  await remove('Avond')
  await page
    .getByRole('alert')
    .getByText(/Dit is nog in gebruik: .*Open dag/)
    .waitFor()
  await card('Avond').getByLabel('In gebruik').uncheck()
  await card('Avond').getByRole('button', { name: 'Opslaan' }).click()
  await card('Avond (niet in gebruik)').waitFor()
  expect(await axe(page)).toEqual([])

  await page.goto('/desk/settings?section=agreements')
  await remove('Open dag')
  await card('Open dag').waitFor({ state: 'detached' })
  await page.goto('/desk/settings?section=calendars')
  await remove('Avond (niet in gebruik)')
  await card('Avond (niet in gebruik)').waitFor({ state: 'detached' })
  expect((await clocks.calendars({ query: { organisationId } })).items.map(({ first }) => first)).toEqual([true])
  expect((await clocks.agreements({ query: { organisationId } })).items.map(({ first }) => first)).toEqual([true])
})
