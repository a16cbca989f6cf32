/** Work that arranges itself: a kept view, many cases at once and back, a rule that explains itself, turns with somebody away, work that comes back. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { deskAbsence } from '#work/desk/absence/contract.ts'
import { deskAssignment } from '#work/desk/assignment/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let bea: Somebody
let daan: Somebody
let ilse: Somebody
beforeAll(async () => {
  spil = await program()
  bea = await theAdministrator(spil)
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  ilse = await engage(spil, bea, 'Ilse de Boer', ['engineer'])
})
afterAll(() => spil[Symbol.asyncDispose]())

const report = (title: string) =>
  spil
    .as(desk, bea.session)
    .createCase({ body: { kind: 'incident', title, impact: 'person', urgency: 'normal', organisationId: bea.organisationId } })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor()

test('the list as it is now is kept under a name, opens by its tab, and is changed', async () => {
  await report('Beamer in lokaal 4')
  await report('Toner op')
  const page = await enter(browser, daan, spil)
  await page.goto('/desk?view=all&search=beamer')
  await page.getByRole('row', { name: /Beamer in lokaal 4/ }).waitFor()
  await page.getByRole('button', { name: 'Weergave bewaren' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Naam').fill('Beamers')
  await dialog.getByLabel('Wie ziet hem').selectOption({ label: 'De hele organisatie' })
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Bewaren', exact: true }).click()
  const tab = page.getByRole('navigation', { name: 'Weergaven' }).getByRole('link', { name: /Beamers/ })
  await tab.waitFor()
  await page.getByRole('row', { name: /Beamer in lokaal 4/ }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /Toner op/ }).count()).toBe(0)
  // Somebody else of the organisation has it too.
  const other = await enter(browser, ilse, spil)
  await other.goto('/desk')
  await other.getByRole('link', { name: /Beamers/ }).click()
  await other.getByRole('row', { name: /Beamer in lokaal 4/ }).waitFor()
})

test('two cases are put on hold at once and back again; the case tells that it was part of it', async () => {
  const one = await report('Kabel A')
  await report('Kabel B')
  const page = await enter(browser, daan, spil)
  await page.goto('/desk?view=all&search=kabel')
  for (const name of ['Kabel A', 'Kabel B'])
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('checkbox')
      .check()
  await page.getByRole('button', { name: 'Wijzigen', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Status' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Wacht op').selectOption({ label: 'een leverancier' })
  await dialog.getByRole('button', { name: 'Uitvoeren' }).click()
  await dialog.getByText('2 zaken gewijzigd').waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Klaar' }).click()
  // The dialog and the selection are gone; the way back is not.
  await page.getByRole('button', { name: 'Bekijken' }).click()
  await heading(page, 'Mijn bulkacties')
  const bulk = page.getByRole('list', { name: 'Mijn bulkacties' }).getByRole('listitem').filter({ hasText: 'Status gewijzigd: 2 zaken' }).first()
  await bulk.getByRole('button', { name: 'Welke zaken' }).click()
  await bulk.getByRole('link', { name: /Kabel A/ }).waitFor()
  expect(await axe(page)).toEqual([])
  await bulk.getByRole('button', { name: 'Ongedaan maken' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ongedaan maken' }).click()
  await bulk.getByText('2 zaken teruggezet').waitFor()
  await bulk.getByText('· teruggezet').first().waitFor()
  await expect.poll(() => bulk.getByRole('button', { name: 'Ongedaan maken' }).isDisabled()).toBe(true)
  await bulk.getByText('Dit is al ongedaan gemaakt').first().waitFor({ state: 'attached' })
  // And from the menu of a selection.
  await page.goto('/desk?view=all&search=kabel')
  await page
    .getByRole('row', { name: /Kabel A/ })
    .getByRole('checkbox')
    .check()
  await page.getByRole('button', { name: 'Wijzigen', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Mijn bulkacties' }).click()
  await heading(page, 'Mijn bulkacties')
  const after = await spil.as(desk, bea.session).case({ params: { id: one.id } })
  expect(after.case.state).toBe('new')
  const history = await spil.as(desk, daan.session).history({ params: { id: one.id } })
  expect(history.items.map(({ text }) => text).join()).toContain('Gedaan met 2 zaken tegelijk')
  // What was taken leaves this list, and the selection with it; what came of it stays in sight.
  await page.goto('/desk?view=unassigned&search=kabel')
  for (const name of ['Kabel A', 'Kabel B'])
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('checkbox')
      .check()
  await page.getByRole('button', { name: 'Oppakken', exact: true }).click()
  await page.getByRole('row', { name: /Kabel A/ }).waitFor({ state: 'detached' })
  await dialog.getByText('2 zaken gewijzigd').waitFor()
  await dialog.getByRole('button', { name: 'Klaar' }).click()
})

test('a rule is written as a sentence, tried on what has been, fires on a new case and explains itself there', async () => {
  await report('Rook uit de server')
  const page = await enter(browser, bea, spil)
  await page.goto('/desk/settings?section=rules')
  await page.getByRole('button', { name: 'Regel toevoegen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Naam van de regel').fill('brand')
  await dialog.getByRole('button', { name: 'Voorwaarde toevoegen' }).click()
  await dialog.getByLabel('Waarde, voorwaarde 1').fill('rook')
  await dialog.getByLabel('Waarde, voorwaarde 1').press('Enter')
  await dialog.getByLabel('prioriteit zetten').selectOption({ label: 'kritiek' })
  await dialog.getByLabel('Reden').fill('Brandgevaar')
  await dialog.getByRole('button', { name: 'Proberen op de laatste 30 dagen' }).click()
  await dialog.getByText(/de regel had 1 keer gewerkt/).waitFor()
  await dialog.getByText('Rook uit de server').waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Regel opslaan' }).click()
  // What was tried names it too: only without the dialog it is the rule.
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('listitem').filter({ hasText: 'brand' }).waitFor()
  const made = await report('Rookmelder gaat af')
  await expect.poll(async () => (await spil.as(desk, bea.session).case({ params: { id: made.id } })).case.priority).toBe('critical')
  await page.goto(`/desk/cases/${made.number}`)
  await heading(page, 'Rookmelder gaat af')
  await page.getByRole('button', { name: 'Vanzelf gedaan' }).click()
  await page.getByText('Regel 1: brand (versie 1)').waitFor()
  await page.getByText(/Omdat: titel of omschrijving noemt “rook”/).waitFor()

  // Another name makes a version; what was before it is put back as the next one.
  await page.goto('/desk/settings?section=rules')
  await page.getByRole('button', { name: 'Regel brand wijzigen' }).click()
  await dialog.getByLabel('Naam van de regel').fill('vuur')
  await dialog.getByRole('button', { name: 'Regel opslaan' }).click()
  await page.getByRole('button', { name: 'Versies van regel vuur' }).click()
  await dialog.getByText(/Bea Heer · .* · anders: naam/).waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Versie 1 terugzetten' }).click()
  await page.getByRole('button', { name: 'Versies van regel brand' }).click()
  await dialog.getByText('Versie 3').waitFor()
})

test('turns go round the team without who is away, and the case says whose turn it was', async () => {
  const { organisationId } = bea
  const team = await spil.as(directory, bea.session).createTeam({ body: { organisationId, name: 'Team Noord', memberIds: [daan.id, ilse.id] } })
  const condition = { match: 'all' as const, conditions: [{ field: 'words' as const, op: 'contains' as const, value: ['printer'] }] }
  await spil.as(deskAssignment, bea.session).addRule({ body: { organisationId, name: 'printers', condition, teamId: team.id, rotation: 'turn' } })
  const page = await enter(browser, daan, spil)
  await page.goto('/desk/absence')
  await page.getByRole('button', { name: 'Afwezigheid toevoegen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Vanaf').fill('2026-01-01T08:00')
  await dialog.getByLabel('Vervanger').selectOption({ label: 'Ilse de Boer' })
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Vervangt nu: Ilse de Boer').waitFor()
  const [first, second] = [await report('Printer 1'), await report('Printer 2')]
  for (const one of [first, second])
    await expect.poll(async () => (await spil.as(desk, bea.session).case({ params: { id: one.id } })).case.assignee?.name).toBe('Ilse de Boer')
  await page.goto(`/desk/cases/${second.number}`)
  await heading(page, 'Printer 2')
  await page.getByRole('button', { name: 'Vanzelf gedaan' }).click()
  const firing = 'Toegewezen door regel 1: printers. Naar Team Noord, beurt van Ilse de Boer.'
  await page.getByRole('list', { name: 'Vanzelf gedaan' }).getByText(firing).waitFor()
  // Who gives it by hand to somebody who is away is told so, and who stands in.
  await page.getByRole('button', { name: /^Behandelaar wijzigen/ }).click()
  await page.getByRole('combobox', { name: 'Behandelaar' }).selectOption({ label: 'Daan Smit (afwezig)' })
  await page.getByText('Daan Smit is afwezig. Vervangt: Ilse de Boer.').waitFor()
  await page.getByRole('button', { name: /^Behandelaar wijzigen/ }).click()
  await page.getByRole('combobox', { name: 'Behandelaar' }).selectOption({ label: 'Ilse de Boer' })
  await page.getByText('Daan Smit is afwezig.').waitFor({ state: 'detached' })
  const { items } = await spil.as(deskAbsence, daan.session).absences({})
  for (const { id } of items) await spil.as(deskAbsence, daan.session).removeAbsence({ params: { id } })
})

test('a task of a checklist has a team and an explanation; a plan has that checklist, a reporter and a zone of its own', async () => {
  const { organisationId } = bea
  const team = await spil.as(directory, bea.session).createTeam({ body: { organisationId, name: 'Team Lucht', memberIds: [daan.id] } })
  const page = await enter(browser, bea, spil)
  await page.goto('/desk/settings?section=checklists')
  await page.getByRole('button', { name: 'Checklist maken' }).click()
  await page.getByLabel('Naam', { exact: true }).fill('Filters')
  await page.getByLabel('Taak 1', { exact: true }).fill('Filter vervangen')
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Team Lucht' })
  await page.getByLabel('Uitleg', { exact: true }).fill('Eerst de ventilator uit.')
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByRole('button', { name: 'Filters wijzigen' }).waitFor()
  const [list] = await spil.as(deskTasks, bea.session).checklists({ query: { organisationId } })
  expect(list).toMatchObject({ name: 'Filters', tasks: [{ title: 'Filter vervangen', text: 'Eerst de ventilator uit.', teamId: team.id }] })

  await page.goto('/desk/recurring')
  await page.getByRole('button', { name: 'Werk plannen' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Naam', { exact: true }).fill('Lucht')
  await dialog.getByLabel('Titel van de zaak').fill('Filters nakijken')
  await dialog.getByLabel('Eerste keer').fill('2031-06-02T08:00')
  await dialog.getByLabel('Checklist', { exact: true }).selectOption({ label: 'Filters' })
  const reporter = dialog.getByRole('combobox', { name: 'Melder (leeg: wie het plan bewaart)' })
  await reporter.fill('Ilse')
  await page
    .getByRole('listbox')
    .getByRole('option', { name: /Ilse de Boer/ })
    .click()
  await dialog.getByLabel('Tijdzone').selectOption('America/New_York')
  await dialog.getByText('Tijden in America/New_York').waitFor()
  await dialog.getByRole('button', { name: 'Planning opslaan' }).click()
  await page.getByRole('button', { name: 'Lucht wijzigen' }).click()
  await expect.poll(() => reporter.inputValue()).toBe('Ilse de Boer')
  await expect.poll(() => dialog.getByLabel('Tijdzone').inputValue()).toBe('America/New_York')
  await expect.poll(() => dialog.getByLabel('Checklist', { exact: true }).inputValue()).toBe(list?.id)
  const { items } = await spil.as(deskRecurring, bea.session).schedules({ query: { organisationId } })
  expect(items).toMatchObject([{ name: 'Lucht', timeZone: 'America/New_York', template: { reporterId: ilse.id, checklistId: list?.id } }])
  expect(await axe(page)).toEqual([])
})

test('work that comes back is planned with its turns in sight, and its case is there when the moment comes', async () => {
  const page = await enter(browser, bea, spil)
  await page.goto('/desk/recurring')
  await page.getByRole('button', { name: 'Werk plannen' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Naam', { exact: true }).fill('Luchtfilters')
  await dialog.getByLabel('Titel van de zaak').fill('Luchtfilters reinigen')
  await dialog.getByLabel('Eerste keer').fill('2031-03-28T08:00')
  await dialog.getByLabel('Herhalen').selectOption({ label: 'per dag' })
  await expect.poll(() => dialog.getByRole('status').getByRole('listitem').count()).toBe(10)
  await dialog.getByText(/zondag 30 maart 2031/).waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Planning opslaan' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Luchtfilters' }).waitFor()
  try {
    await spil.clock(new Date('2031-03-28T07:30:00Z'))
    const found = () => spil.query<{ title: string; channel: string }>(`select title, channel from "case" where title = 'Luchtfilters reinigen'`)
    await expect.poll(found, { timeout: 90_000 }).toEqual([{ title: 'Luchtfilters reinigen', channel: 'schedule' }])
  } finally {
    await spil.clock(null)
  }
})
