import { texts } from '#platform/i18n.ts'
import { deskViewsTexts } from '../texts.ts'

const own = texts({
  'desk.keep.add': { nl: 'Weergave bewaren', en: 'Save the view' },
  'desk.keep.edit': { nl: 'Weergave {name}', en: 'View {name}' },
  'desk.keep.name': { nl: 'Naam', en: 'Name' },
  'desk.keep.name.needed': { nl: 'Geef de weergave een naam', en: 'Give the view a name' },
  'desk.keep.scope': { nl: 'Wie ziet hem', en: 'Who sees it' },
  'desk.keep.scope.mine': { nl: 'Alleen ik', en: 'Only me' },
  'desk.keep.scope.team': { nl: 'Een team', en: 'A team' },
  'desk.keep.scope.organisation': { nl: 'De hele organisatie', en: 'The whole organisation' },
  'desk.keep.team': { nl: 'Team', en: 'Team' },
  'desk.keep.columns': { nl: 'Ook de kolommen zoals ze nu staan', en: 'The columns too, as they are now' },
  'desk.keep.filters': { nl: 'De filters vervangen door die van nu', en: 'Replace the filters by those of now' },
  'desk.keep.default': { nl: 'Opent vanzelf als ik de servicedesk open', en: 'Opens by itself when I open the desk' },
  'desk.keep.order': { nl: 'Plaats in mijn rij', en: 'Place in my row' },
  'desk.keep.save': { nl: 'Bewaren', en: 'Save' },
  'desk.keep.saved': { nl: 'Weergave bewaard', en: 'View saved' },
  'desk.keep.remove': { nl: 'Weergave weghalen', en: 'Remove the view' },
  'desk.keep.remove.what': { nl: 'De weergave {name} verdwijnt, ook voor wie haar met u deelt. De zaken blijven.', en: 'The view {name} goes, also for who shares it with you. The cases stay.' },
  'desk.keep.removed': { nl: 'Weergave weggehaald', en: 'View removed' },
  'desk.keep.by': { nl: 'Gemaakt door {name}. Alleen diegene of een teamleider wijzigt haar.', en: 'Made by {name}. Only they or a lead change it.' },
})

export const keepWords = { ...deskViewsTexts, ...own }
