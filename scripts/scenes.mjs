// The pictures of the chain of the handbook: from a report that comes in to a case that is closed.

/** What the sample school does not have: a mail that could not be placed, a standing answer, an outage, a major incident, a contact after closing. */
export async function arrange({ visitor, get, post }, browser, url) {
  const ilse = await visitor(browser, url, 'ilse')
  const karel = await visitor(browser, url, 'karel')
  const first = async (page, query) => (await get(page, `/api/desk/cases?limit=5&kind=incident&${query}`)).items[0]
  const { organisationId, ...mine } = await first(ilse, 'state=inProgress&assignee=me')
  const mail = ['From: Robot <robot@elders.example>', 'To: help@linde.example', 'Subject: Afwezig: Re: uw melding', 'Auto-Submitted: auto-replied']
  await karel.request.post('/api/desk/mail', {
    headers: { origin: url, 'content-type': 'message/rfc822' },
    data: [...mail, 'Message-ID: <1@elders.example>', '', 'Ik ben er maandag weer.', ''].join('\r\n'),
  })
  const texts = { nl: 'Beste {firstName}, wilt u het apparaat uit- en weer aanzetten?', en: 'Dear {firstName}, please turn it off and on again.' }
  await post(ilse, url, '/api/desk/canned-answers', { organisationId, scope: 'personal', name: 'Opnieuw opstarten', texts })
  const words = (title, hit, advice) => ({ title, hit, advice })
  await post(karel, url, '/api/desk/outages', {
    organisationId,
    kind: 'outage',
    nl: words('Geen internet in gebouw Noord', 'Wifi en bekabeld netwerk.', 'Werk zolang in gebouw Zuid.'),
    en: words('No internet in building North', 'Wifi and wired network.', 'Work in building South meanwhile.'),
  })
  const major = await first(karel, 'state=new')
  await post(karel, url, `/api/desk/cases/${major.id}/major`, { reason: 'Heel gebouw Noord ligt plat' })
  await post(karel, url, `/api/desk/cases/${major.id}/major/updates`, { text: 'De leverancier is onderweg.' })
  const closed = await first(ilse, 'state=closed')
  await post(ilse, url, `/api/desk/cases/${closed.id}/aftercare`, { why: 'Drie keer heropend: vragen of het goed blijft gaan' })
  return { mine: mine.number, major: major.number }
}

const wide = { width: 1440, height: 420 }
const open = async (page, address) => {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** What an engineer does with a case of their own, one picture for each step. */
async function steps({ shoot }, ilse, mine, locale) {
  const say = (nl, en) => (locale === 'nl' ? nl : en)
  await open(ilse, '/desk/aftercare?view=planned')
  await ilse.getByText('Drie keer heropend', { exact: false }).waitFor()
  await shoot(ilse, `aftercare-${locale}`, wide)
  await open(ilse, `/desk/cases/${mine}`)
  const dialog = ilse.getByRole('dialog')
  const choose = async (title) => {
    await ilse.getByRole('button', { name: say('Meer acties', 'More actions') }).click()
    await ilse.getByRole('menuitem', { name: title }).click()
    await dialog.waitFor()
  }
  const close = async () => {
    await ilse.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await choose(say('Laten wachten', 'Put on hold'))
  await shoot(ilse, `complete-${locale}`, undefined, dialog)
  await close()
  await choose(say('Een ander team vragen', 'Ask another team'))
  await dialog.getByRole('combobox').selectOption({ label: 'Netwerk en servers' })
  await dialog
    .getByRole('textbox')
    .fill(say('De switch op de gang antwoordt niet. Kijkt u mee?', 'The switch in the corridor does not answer. Will you look along?'))
  await shoot(ilse, `escalate-${locale}`, undefined, dialog)
  await close()
  await ilse.getByRole('button', { name: say('Afwijken van het voorstel', 'Choose another priority') }).click()
  await dialog.waitFor()
  await shoot(ilse, `prioritise-${locale}`, undefined, dialog)
  await close()
  await ilse.getByRole('button', { name: say('Oplossing laten testen', 'Have the solution tested') }).click()
  await dialog.waitFor()
  await dialog.getByRole('textbox').first().fill(say('Wachtwoord opnieuw ingesteld.', 'The password was set again.'))
  await dialog.getByRole('textbox').nth(1).fill(say('Aangemeld op een andere laptop: dat lukt.', 'Signed in on another laptop: that works.'))
  await shoot(ilse, `test-${locale}`, undefined, dialog)
  await close()
  const composer = ilse.locator('textarea:not([aria-hidden])').last()
  await composer.fill('')
  await composer.pressSequentially('/')
  await ilse.getByRole('option').first().waitFor()
  await shoot(ilse, `advise-${locale}`, { width: 1100, height: 900 })
  await composer.fill('')
}

/** The pictures in one language. */
export async function chain(tools, browser, url, { mine, major }, locale) {
  const { visitor, get, shoot, phone } = tools
  const karel = await visitor(browser, url, 'karel', { locale })
  await open(karel, '/desk/not-processed')
  await karel.getByRole('row').nth(1).waitFor()
  await shoot(karel, `receive-${locale}`, wide)
  await open(karel, '/desk/shift')
  await shoot(karel, `shift-${locale}`)
  await open(karel, `/desk/cases/${major}`)
  await karel.getByText('De leverancier is onderweg.').waitFor()
  await shoot(karel, `major-${locale}`)
  const ilse = await visitor(browser, url, 'ilse', { locale })
  await steps(tools, ilse, mine, locale)
  const noor = await visitor(browser, url, 'noor', { locale, viewport: phone })
  await open(noor, '/portal')
  await shoot(noor, `outage-${locale}`)
  const solved = (await get(noor, '/api/desk/mine?limit=50')).items.find(({ state }) => state === 'solved')
  await open(noor, `/portal/cases/${solved.number}`)
  await shoot(noor, `confirm-${locale}`)
  await open(ilse, `/desk/cases/${solved.number}`)
  const closing = ilse.locator('aside h2', { hasText: locale === 'nl' ? 'Testen en afsluiten' : 'Testing and closing' }).locator('..')
  await closing.scrollIntoViewIfNeeded()
  await shoot(ilse, `close-${locale}`, undefined, closing)
}
