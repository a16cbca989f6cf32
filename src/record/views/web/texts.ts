import { texts } from '#platform/i18n.ts'

export const keepWords = texts({
  'views.keep.add': { nl: 'Weergave bewaren', en: 'Save the view' },
  'views.keep.edit': { nl: 'Weergave {name}', en: 'View {name}' },
  'views.keep.name': { nl: 'Naam', en: 'Name' },
  'views.keep.name.needed': { nl: 'Geef de weergave een naam', en: 'Give the view a name' },
  'views.keep.scope': { nl: 'Wie ziet hem', en: 'Who sees it' },
  'views.keep.scope.mine': { nl: 'Alleen ik', en: 'Only me' },
  'views.keep.scope.team': { nl: 'Een team', en: 'A team' },
  'views.keep.scope.organisation': { nl: 'De hele organisatie', en: 'The whole organisation' },
  'views.keep.team': { nl: 'Team', en: 'Team' },
  'views.keep.columns': { nl: 'Ook de kolommen zoals ze nu staan', en: 'The columns too, as they are now' },
  'views.keep.filters': { nl: 'De filters vervangen door die van nu', en: 'Replace the filters by those of now' },
  'views.keep.default': { nl: 'Opent vanzelf als ik deze lijst open', en: 'Opens by itself when I open this list' },
  'views.keep.order': { nl: 'Plaats in mijn rij', en: 'Place in my row' },
  'views.keep.save': { nl: 'Bewaren', en: 'Save' },
  'views.keep.saved': { nl: 'Weergave bewaard', en: 'View saved' },
  'views.keep.remove': { nl: 'Weergave weghalen', en: 'Remove the view' },
  'views.keep.remove.what': { nl: 'De weergave {name} verdwijnt, ook voor wie haar met u deelt. Wat erin staat blijft.', en: 'The view {name} goes, also for who shares it with you. What stands in it stays.' },
  'views.keep.removed': { nl: 'Weergave weggehaald', en: 'View removed' },
  'views.keep.by': { nl: 'Gemaakt door {name}. Alleen diegene of een teamleider wijzigt haar.', en: 'Made by {name}. Only they or a lead change it.' },
})
