/** Three kinds of case on their own way: three incidents and one problem, a change from draft to review, a complaint about an engineer. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let joost: Somebody
let karel: Somebody
let noor: Somebody
let sem: Somebody

beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  karel = await engage(spil, bea, 'Karel Mulder', ['lead'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  sem = await engage(spil, bea, 'Sem Post', ['reporter'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor()
const dialog = (page: Page) => page.getByRole('dialog')
/** Presses what opens a dialog or takes a step. */
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const report = (who: Somebody, title: string) =>
  spil.as(deskPortal, who.session).report({ body: { title, text: 'De wachtrij blijft vol', howBad: 'hindered', howMany: 'me' } })

test('three incidents become one problem, with a work-around on each, and one solution to all', async () => {
  const incidents = [await report(noor, 'Printen lukt niet'), await report(sem, 'Printer hangt'), await report(noor, 'Afdruk komt niet')]
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  for (const { number } of incidents) await page.getByRole('checkbox', { name: `Selecteer ${number}`, exact: true }).check()
  await press(page, 'Wijzigen')
  await page.getByRole('menuitem', { name: 'Probleem openen' }).click()
  await dialog(page).getByText('Deze 3 zaken worden eraan gekoppeld').waitFor()
  await dialog(page).getByLabel('Wat is er achter de storingen aan de hand?').fill('Afdrukserver loopt vast')
  await dialog(page).getByLabel('Ik behandel het probleem').check()
  await dialog(page).getByRole('button', { name: 'Probleem openen' }).click()
  await heading(page, 'Afdrukserver loopt vast')
  const problem = /C-\d+/.exec(page.url())?.[0] ?? ''
  await page.getByText('Storingen (3 van 3 open)').waitFor()

  await press(page, 'Oorzaak en tijdelijke oplossing')
  await dialog(page).getByLabel('Oorzaak', { exact: false }).first().fill('Het stuurprogramma lekt geheugen')
  await dialog(page).getByLabel('De oorzaak is bekend').check()
  await dialog(page)
    .getByLabel(/^Tijdelijke oplossing/)
    .fill('Zet de printer uit en weer aan')
  await dialog(page)
    .getByLabel(/Dit is een bekende fout/)
    .check()
  await dialog(page)
    .getByLabel(/Toon de tijdelijke oplossing ook/)
    .check()
  await dialog(page)
    .getByLabel(/Hoe een melder dit herkent/)
    .fill('Printen duurt heel lang')
  await dialog(page).getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Bekende fout · Ook voor melders').waitFor()
  await sound(page)

  // On the incident, for the engineer and for the reporter.
  await page.goto(`/desk/cases/${incidents[1]?.number}`)
  await page.getByText('Zet de printer uit en weer aan').waitFor()
  await page
    .getByRole('link', { name: new RegExp(`Komt door ${problem}`) })
    .first()
    .waitFor()
  const phone = await enter(browser, sem, { ...spil, size: 'phone' })
  await phone.goto(`/portal/cases/${incidents[1]?.number}`)
  await phone.getByText('Dit kunt u nu doen').waitFor()
  await phone.getByText('Zet de printer uit en weer aan').waitFor()
  await sound(phone)
  // Offered at once to who is about to report the same.
  await phone.goto('/portal/new')
  await phone.getByLabel('Wat is er aan de hand?').fill('Het printen duurt zo lang')
  await phone.getByText('Misschien helpt dit u meteen').waitFor()
  // And while a call is registered.
  await page.goto('/desk/new')
  await page.getByLabel('Wat is er aan de hand', { exact: false }).first().fill('Afdrukserver loopt weer vast')
  await page.getByText('Lijkt op een bekende fout').waitFor()
  await page.goto('/desk/known-errors')
  await page.getByRole('searchbox').fill('geheugen')
  await page.getByText('3 storingen').waitFor()
  await sound(page)

  await page.goto(`/desk/cases/${problem}`)
  await press(page, 'Alle storingen oplossen')
  await dialog(page).getByLabel('Wat is er gedaan?').fill('Nieuw stuurprogramma geplaatst')
  await dialog(page).getByLabel('Hoe is het getest?').fill('Twintig pagina’s afgedrukt')
  await dialog(page).getByRole('button', { name: 'Alle storingen oplossen' }).click()
  await page.getByText('Eén oplossing voor alle: 3 van 3 opgelost').waitFor({ timeout: 30_000 })
  await phone.goto(`/portal/cases/${incidents[1]?.number}`)
  for (const seen of [phone.getByText('Nieuw stuurprogramma geplaatst'), phone.getByRole('button', { name: /werkt/ })]) await seen.first().waitFor()
})

/** A lead looks at the calendar, adds a freeze, and takes the link along and away. */
async function onTheCalendar(lead: Page, day: string): Promise<void> {
  await lead.goto(`/desk/changes?at=${day}`)
  await lead
    .getByRole('table', { name: 'Wijzigingen' })
    .getByRole('link', { name: /20:00 Firewall naar versie 9/ })
    .waitFor()
  await press(lead, 'Wijzigingsstop toevoegen')
  await dialog(lead).getByLabel(/^Naam/).fill('Centrale examens')
  await dialog(lead).getByLabel('Van').fill(`${day}T00:00`)
  await dialog(lead).getByLabel('Tot').fill(`${day}T23:59`)
  await dialog(lead).getByRole('button', { name: 'Wijzigingsstop toevoegen' }).click()
  await lead.getByText('Wijzigingsstop: Centrale examens').first().waitFor()
  await lead.getByText('Week', { exact: true }).click()
  await lead.getByRole('heading', { name: /^Week van/ }).waitFor()
  await sound(lead)
  await press(lead, 'Link maken')
  const link = await lead.getByLabel('Link voor uw agenda').inputValue()
  expect(await (await fetch(link)).text()).toContain('Firewall naar versie 9')
  await press(lead, 'Link intrekken')
  await lead.getByRole('button', { name: 'Link maken' }).waitFor()
  expect((await fetch(link)).status).toBe(404)
  const phone = await enter(browser, karel, { ...spil, size: 'phone', scheme: 'dark', locale: 'nl' })
  await phone.goto(`/desk/changes?at=${day}`)
  await phone.getByRole('link', { name: /Firewall naar versie 9/ }).waitFor()
  await sound(phone)
}

/** Fills in a change on the page on which a case is registered. */
async function registerChange(page: Page): Promise<void> {
  await page.goto('/desk/changes')
  await heading(page, 'Wijzigingen')
  await press(page, 'Nieuwe wijziging')
  await heading(page, 'Zaak registreren')
  await page.getByLabel('Plan', { exact: false }).first().waitFor()
  const reporter = page.getByRole('combobox', { name: /Melder|Wie/ }).first()
  // Nobody phoned for a change: until another is named, who registers it asks for it.
  await expect.poll(() => reporter.inputValue()).not.toBe('')
  await reporter.fill('Noor')
  await page.getByRole('option', { name: /Noor Visser/ }).click()
  await page.getByLabel('Wat is er aan de hand', { exact: false }).first().fill('Firewall naar versie 9')
  await page.getByLabel(/^Reden/).fill('De oude versie is lek')
  await page.getByLabel(/^Plan/).fill('Nieuwe versie plaatsen')
  await page.getByLabel(/^Terugvalplan/).fill('Snapshot terugzetten')
  await page.getByLabel(/^Testplan/).fill('Aanmelden en printen')
  await page.getByRole('button', { name: 'Zaak bewaren' }).first().click()
  await heading(page, 'Firewall naar versie 9')
}

test('a change goes from draft to review, and stands on the calendar', async () => {
  const page = await enter(browser, joost, spil)
  await registerChange(page)
  await page.getByText('Normaal, omdat het risico gemiddeld is').waitFor()
  await sound(page)
  await press(page, 'Indienen')
  await page.getByText('Ingediend', { exact: true }).first().waitFor()
  const url = page.url()

  const lead = await enter(browser, karel, spil)
  await lead.goto(url)
  await press(lead, 'Goedkeuren')
  await dialog(lead).getByRole('button', { name: 'Goedkeuren' }).click()
  await lead.getByText('Goedgekeurd', { exact: true }).first().waitFor()

  await press(page, 'Inplannen')
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  await dialog(page).getByLabel('Van').fill(`${day}T20:00`)
  await dialog(page).getByLabel('Tot').fill(`${day}T22:00`)
  await dialog(page).getByRole('button', { name: 'Inplannen' }).click()
  await page.getByText('Ingepland', { exact: true }).first().waitFor()

  await onTheCalendar(lead, day)
  await page.reload()
  await page.getByText(/wijzigingsstop “Centrale examens”/).waitFor()
  await press(page, 'Uitvoering beginnen')
  await page.getByText('In uitvoering', { exact: true }).first().waitFor()
  await press(page, 'Resultaat vastleggen')
  await dialog(page).getByLabel('Gelukt', { exact: true }).check()
  await dialog(page).getByLabel('Wat is er gedaan?').fill('Versie 9 staat erop')
  await dialog(page)
    .getByLabel(/Hoe is het getest/)
    .fill('Aangemeld en geprint')
  await dialog(page).getByRole('button', { name: 'Resultaat vastleggen' }).click()
  await page.getByText('Uitgevoerd, te evalueren').first().waitFor()
  await press(page, 'Evalueren')
  await dialog(page).getByLabel('Wat leren we ervan?').fill('Vaker oefenen')
  await dialog(page).getByRole('button', { name: 'Evalueren' }).click()
  await page.getByText('Geëvalueerd', { exact: true }).first().waitFor()
  expect((await spil.as(desk, joost.session).case({ params: { id: /C-\d+/.exec(url)?.[0] ?? '' } })).case.state).toBe('solved')
})

/** Makes a complaint about Joost, and gives its number. */
async function complain(phone: Page): Promise<string> {
  await phone.goto('/portal/new')
  await phone.getByRole('link', { name: /Dien een klacht in/ }).click()
  await heading(phone, 'Een klacht indienen')
  await phone.getByLabel('Waar gaat uw klacht over?').fill('Kortaf aan de telefoon')
  await phone.getByLabel('Wat is er gebeurd?').fill('Er werd opgehangen met een zwaluwstaart')
  await phone.getByLabel('Over een persoon of een team').check()
  await phone.getByRole('combobox', { name: /Naam van de persoon/ }).fill('Joost')
  await phone.getByRole('option', { name: 'Joost Bakker' }).click()
  await sound(phone)
  await phone.getByRole('button', { name: 'Klacht versturen' }).click()
  await phone.waitForURL(/\/portal\/thanks\//)
  const number = /C-\d+/.exec(phone.url())?.[0] ?? ''
  await phone.goto(`/portal/cases/${number}`)
  await phone.getByText('Uw klacht wordt behandeld door Karel Mulder').waitFor()
  await phone.getByText('De klacht gaat over Joost Bakker').waitFor()
  await sound(phone)
  return number
}

test('a complaint about an engineer goes to the lead, and the engineer cannot find it', async () => {
  const phone = await enter(browser, noor, { ...spil, size: 'phone' })
  const number = await complain(phone)

  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await page.getByText('Deze zaak is er niet, of u mag hem niet zien').first().waitFor()
  await page.goto('/desk?view=all')
  await page.getByRole('grid').waitFor()
  expect(await page.locator('main').textContent()).not.toContain('Kortaf')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').first().fill('zwaluwstaart')
  await page.waitForTimeout(1500)
  expect(await page.locator('body').textContent()).not.toContain('Kortaf')
  await page.keyboard.press('Escape')

  const lead = await enter(browser, karel, spil)
  await lead.goto(`/desk/cases/${number}`)
  await heading(lead, 'Kortaf aan de telefoon')
  // What happened before the lead was named is kept from the lead as well: the page says so.
  await lead.getByText('Deze zaak is vertrouwelijk. Wat ermee gebeurde voordat u erbij kwam').waitFor()
  await press(lead, 'Ontvangst bevestigen')
  await dialog(lead).getByRole('button', { name: 'Ontvangst bevestigen' }).click()
  await lead.getByText('Bevestigd op').waitFor()
  for (const [side, said] of [
    ['De indiener', 'Er werd opgehangen'],
    ['De andere partij', 'De lijn viel weg'],
  ] as const) {
    await press(lead, 'Gesprek vastleggen')
    await dialog(lead).getByLabel(side).check()
    await dialog(lead)
      .getByLabel(/Wat is er gezegd/)
      .fill(said)
    await dialog(lead).getByRole('button', { name: 'Gesprek vastleggen' }).click()
    await lead.getByText(said).first().waitFor()
  }
  await press(lead, 'Oordeel vastleggen')
  await dialog(lead).getByLabel('Deels gegrond').check()
  await dialog(lead).getByLabel('Waarom dit oordeel?').fill('De lijn viel weg, maar er is niet teruggebeld')
  await dialog(lead).getByRole('button', { name: 'Oordeel vastleggen' }).click()
  await press(lead, 'Indiener antwoorden')
  await dialog(lead).getByLabel('Bericht aan de indiener').fill('Het spijt ons dat niemand terugbelde')
  await dialog(lead).getByRole('button', { name: 'Indiener antwoorden' }).click()
  await lead.getByText('Beantwoord op').waitFor()
  await press(lead, 'Verbetering vastleggen')
  await dialog(lead).getByLabel('Wat doen we voortaan beter?').fill('We bellen terug als de lijn wegvalt')
  await dialog(lead)
    .getByLabel(/Vervolgzaak: wat moet er gebeuren/)
    .fill('Terugbellen in het draaiboek')
  await dialog(lead).getByRole('button', { name: 'Verbetering vastleggen' }).click()
  await lead
    .getByRole('link', { name: /Terugbellen in het draaiboek/ })
    .first()
    .waitFor()
  await sound(lead)
  await phone.goto(`/portal/cases/${number}`)
  await phone.getByText('Oordeel: deels gegrond').waitFor()
  expect(await phone.locator('main').textContent()).not.toContain('De lijn viel weg')
})
