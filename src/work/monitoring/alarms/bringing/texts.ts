import { texts } from '#platform/i18n.ts'

/** By what is usual: what it is called, and what to do. */
export const bringingTexts = texts({
  'monitoring.usual.answers': { nl: '{name} antwoordt', en: '{name} answers' },
  'monitoring.usual.answers.remedy': { nl: 'Kijk of het aan staat, bereikbaar is, en of de dienst draait', en: 'See whether it is on, can be reached, and whether the service runs' },
  'monitoring.usual.certificate': { nl: 'Certificaat nog minstens 21 dagen geldig ({name})', en: 'Certificate valid for at least 21 days ({name})' },
  'monitoring.usual.certificate.remedy': { nl: 'Vernieuw het certificaat', en: 'Renew the certificate' },
  'monitoring.usual.clock': { nl: 'Klok loopt gelijk ({name})', en: 'Clock is right ({name})' },
  'monitoring.usual.clock.remedy': { nl: 'Kijk van welke tijdserver het zijn tijd krijgt', en: 'See which time server it gets its time from' },
  'monitoring.usual.disk': { nl: 'Schijf loopt niet vol binnen vier dagen', en: 'Disk does not fill within four days' },
  'monitoring.usual.disk.remedy': { nl: 'Ruim op, of maak de schijf groter', en: 'Clean up, or make the disk larger' },
  'monitoring.usual.load': { nl: 'Processor heeft ruimte over', en: 'Processor has room to spare' },
  'monitoring.usual.load.remedy': { nl: 'Zoek wat de processor bezig houdt', en: 'Find what keeps the processor busy' },
  'monitoring.usual.memory': { nl: 'Geheugen heeft ruimte over', en: 'Memory has room to spare' },
  'monitoring.usual.memory.remedy': { nl: 'Zoek wat het geheugen gebruikt', en: 'Find what uses the memory' },
  'monitoring.usual.port': { nl: 'Poorten met een omschrijving hebben verbinding', en: 'Ports with a description are connected' },
  'monitoring.usual.port.remedy': { nl: 'Kijk naar de kabel en naar wat eraan zit', en: 'Look at the cable and at what hangs on it' },
  'monitoring.usual.errors': { nl: 'Poorten zonder fouten', en: 'Ports without errors' },
  'monitoring.usual.errors.remedy': { nl: 'Kijk naar kabel, stekker en duplex', en: 'Look at cable, plug and duplex' },
  'monitoring.usual.supply': { nl: 'Genoeg toner en papier', en: 'Enough toner and paper' },
  'monitoring.usual.supply.remedy': { nl: 'Vul aan of bestel', en: 'Fill up or order' },
  'monitoring.usual.collector': { nl: 'Collector {name} laat van zich horen', en: 'Collector {name} is heard of' },
  'monitoring.usual.collector.remedy': {
    nl: 'Kijk of de collector aan staat en internet heeft. Tot dan is niet bekend hoe het daar gaat',
    en: 'See whether the collector is on and has internet. Until then nothing is known of what stands there',
  },
})
type Key = keyof typeof bringingTexts
type After<K> = K extends `monitoring.usual.${infer Rest}` ? Rest : never
export type BringingText = After<Key>
