import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about devices is opened. */
export const roomTexts = texts({
  'devices.title': { nl: 'Apparaten', en: 'Devices' },
  'devices.device': { nl: 'Apparaat', en: 'Device' },
  'devices.agents': { nl: 'Agents', en: 'Agents' },
  'devices.waiting': { nl: 'Wacht op beslissing', en: 'Waits for a decision' },
  'devices.notProcessed': { nl: 'Niet verwerkt', en: 'Not processed' },
  'devices.keys': { nl: 'Sleutels', en: 'Keys' },
  'devices.requirements': { nl: 'Beveiligingseisen', en: 'Security requirements' },
  'devices.snmp': { nl: 'Zonder agent', en: 'Without an agent' },
  'devices.snmp.onItem': { nl: 'Gevraagd met SNMP', en: 'Asked by SNMP' },
  'devices.remote': { nl: 'Op afstand', en: 'Remote' },
  'devices.attested': { nl: 'Verklaard', en: 'Attested' },
  'devices.life': { nl: 'Levensloop', en: 'Life' },
  'devices.profiles': { nl: 'Klaarmaken', en: 'Preparing' },
  'devices.holding': { nl: 'Heeft in gebruik', en: 'Has' },
  'devices.loans': { nl: 'Uitleen', en: 'Loan desk' },
  'devices.handouts': { nl: 'Uitgiftes', en: 'Hand-outs' },
  'devices.handouts.new': { nl: 'Apparaat uitgeven', en: 'Hand out a device' },
  'devices.handouts.mine': { nl: 'Mijn apparaten', en: 'My devices' },
  'devices.handouts.sign': { nl: 'Tekenen voor ontvangst', en: 'Sign for what you received' },
  'devices.handouts.on': { nl: 'Uitgifte', en: 'Hand-out' },
  'devices.arranged': { nl: 'Apparaten inrichten', en: 'Arranging devices' },
  'devices.software': { nl: 'Software', en: 'Software' },
})
