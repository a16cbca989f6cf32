import { texts } from '#platform/i18n.ts'

export const viewsTexts = texts({
  'views.noTeam': { nl: 'Kies een team waar u in zit', en: 'Choose a team that you are in' },
  'views.notYours': { nl: 'Alleen wie de weergave maakte, of een teamleider, kan haar wijzigen', en: 'Only who made the view, or a lead, can change it' },
  'views.tooMany': { nl: 'U hebt al 100 weergaven. Haal er eerst een weg', en: 'You have 100 views already. Remove one first' },
  'views.changed': { nl: 'Iemand heeft deze weergave intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this view in the meantime. See what it is now and try again' },
})
