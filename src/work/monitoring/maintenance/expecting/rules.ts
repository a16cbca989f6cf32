/** The norms of maintenance. Plain data. */
import type { Locale } from '#platform/i18n.ts'
import type { Severity } from '#record/norms/contract.ts'
import type { NormName } from './contract.ts'

type Words = Readonly<Record<Locale, string>>
export interface ShippedNorm {
  title: (days: number) => Words
  condition: (days: number) => string
  remedy: Words
  days: number
  severity: Severity
  kinds: readonly string[]
}
const computers = ['laptop', 'pc', 'server']
const network = ['switch', 'router', 'firewall', 'accessPoint']

export const shippedNorms: Readonly<Record<NormName, ShippedNorm>> = {
  support: {
    title: (days) => ({
      nl: days === 0 ? 'Wat erop draait wordt nog ondersteund' : `Wat erop draait wordt nog ${days} dagen ondersteund`,
      en: days === 0 ? 'What runs on it is supported' : `What runs on it is supported for ${days} more days`,
    }),
    condition: (days) => `daysSince(fact["support.until"]) < ${-days}`,
    remedy: {
      nl: 'Kijk bij Monitoring, Onderhoud, Ondersteuning wat er afloopt (support.soonest). Plan de overstap naar een nieuwere uitgave, of koop verlengde ondersteuning en leg dat vast als uitzondering.',
      en: 'See under Monitoring, Maintenance, Support what ends (support.soonest). Plan the move to a newer release, or buy extended support and record that as an exception.',
    },
    ...{ days: 90, severity: 'normal', kinds: [...computers, 'phone', 'tablet'] },
  },
  securityUpdates: {
    title: (days) => ({
      nl: `Beveiligingsupdates staan er binnen ${days} dagen op`,
      en: `Security updates are installed within ${days} days`,
    }),
    condition: (days) => `updates.security == 0 || daysSince(fact["updates.securitySince"]) <= ${days}`,
    remedy: {
      nl: 'Installeer de wachtende updates in een onderhoudsvenster en controleer daarna of een herstart nodig is.',
      en: 'Install the waiting updates in a maintenance window, and see afterwards whether a reboot is needed.',
    },
    ...{ days: 7, severity: 'high', kinds: computers },
  },
  reboot: {
    title: (days) => ({
      nl: `Een herstart staat niet langer dan ${days} dagen open`,
      en: `No reboot is pending for more than ${days} days`,
    }),
    condition: (days) => `reboot.pending == false || daysSince(fact["reboot.since"]) <= ${days}`,
    remedy: {
      nl: 'Plan een herstart: tot dan draait de oude, kwetsbare versie nog.',
      en: 'Plan a reboot: until then the old, vulnerable version still runs.',
    },
    ...{ days: 14, severity: 'normal', kinds: computers },
  },
  certificates: {
    title: (days) => ({
      nl: `Certificaten zijn nog ${days} dagen geldig`,
      en: `Certificates are valid for ${days} more days`,
    }),
    condition: (days) => `daysSince(fact["certificate.until"]) < ${-days}`,
    remedy: {
      nl: 'Vernieuw het certificaat: begin bij Monitoring, Onderhoud, Certificaten met “Vernieuwen”, dan staat de checklist klaar.',
      en: 'Renew the certificate: begin under Monitoring, Maintenance, Certificates with “Renew”, then the checklist is ready.',
    },
    ...{ days: 21, severity: 'high', kinds: ['server', 'application', ...network] },
  },
}
export const originKeyOf = (name: NormName): string => `monitoring/${name}`
