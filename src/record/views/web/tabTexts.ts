/** Words of the tabs; those of the dialog come with it. */
import { texts } from '#platform/i18n.ts'

export const tabTexts = texts({
  'views.tabs': { nl: 'Weergaven', en: 'Views' },
  'views.keep': { nl: 'Weergave bewaren', en: 'Save the view' },
  'views.edit': { nl: 'Weergave {name} wijzigen', en: 'Change view {name}' },
})
