/** What must hold of back-ups, as it comes with Spil: an organisation takes it over as a baseline of its own, tries it, changes it, publishes it. */
import type { Severity } from '#record/norms/contract.ts'

interface Words {
  nl: string
  en: string
}
interface Shipped {
  title: Words
  condition: string
  severity: Severity
  maxAge: number | null
  remedy: Words
}
const hours = 60
export const shippedName: Words = { nl: 'Back-ups zijn bewezen', en: 'Back-ups are proven' }
/** Servers and databases; who backs up something else names that kind too. */
export const shippedKinds = ['server', 'database']
/** Both of one severity that joins what is open on the item: a back-up that fails in two ways is one case. */
export const shipped: readonly Shipped[] = [
  {
    title: { nl: 'Herstellen is in de laatste 7 dagen bewezen', en: 'Restore was proven in the last 7 days' },
    condition: 'backup.restored.ok == true && daysSince(backup.restored.at) <= 7',
    severity: 'high',
    maxAge: null,
    remedy: {
      nl: 'Open de back-up onder Monitoring en kies Nu testen. Lees bij de uitkomst welke bestanden ontbreken of anders zijn.',
      en: 'Open the back-up under Monitoring and choose Test now. The outcome names the files that are missing or different.',
    },
  },
  {
    title: { nl: 'Er is een goede en recente kopie', en: 'There is a good and recent copy' },
    // What is wrong is only there while something is: the case then says it.
    condition: 'backup.ok == true || backup.wrong == ""',
    severity: 'high',
    maxAge: 6 * hours,
    remedy: {
      nl: 'Kijk bij de back-up wat er niet goed is: te oud, leeg, veel kleiner, beschadigd of niet te bereiken.',
      en: 'See at the back-up what is not right: too old, empty, much smaller, damaged or out of reach.',
    },
  },
]
