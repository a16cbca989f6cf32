export const monitoringCollectorsTexts = {
  'monitoring.collectors.item': { nl: 'Kies een item van deze organisatie waarop de collector draait', en: 'Choose an item of this organisation on which the collector runs' },
  'monitoring.collectors.location': { nl: 'Kies een locatie van deze organisatie', en: 'Choose a location of this organisation' },
  'monitoring.collectors.taken': { nl: 'Deze locatie heeft al een collector', en: 'This location has a collector already' },
  'monitoring.collectors.changed': { nl: 'Iemand anders heeft deze collector net gewijzigd', en: 'Somebody else has just changed this collector' },
  'monitoring.collectors.code': {
    nl: 'Deze code klopt niet, is al gebruikt of is ouder dan een dag. Vraag een nieuwe.',
    en: 'This code is not right, was used before, or is older than a day. Ask for a new one.',
  },
  'monitoring.collectors.unknown': { nl: 'Deze collector is hier niet bekend', en: 'This collector is not known here' },
} as const
