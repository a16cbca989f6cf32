import { texts } from '#platform/i18n.ts'

export const monitoringBackupProofTexts = texts({
  'monitoring.backups.noProof': { nl: 'Dit was geen hersteltest, of er is niets vergeleken', en: 'This was no restore test, or nothing was compared' },
  'monitoring.backups.proofBeingMade': { nl: 'Het bewijs wordt nog gemaakt. Probeer het zo nog eens', en: 'The proof is still being made. Try again in a moment' },
  'monitoring.backups.proof.title': { nl: 'Hersteltest', en: 'Restore test' },
  'monitoring.backups.proof.result.good': { nl: 'Hersteld, en gelijk aan wat er stond', en: 'Restored, and equal to what was there' },
  'monitoring.backups.proof.result.wrong': { nl: 'Niet goed: zie hieronder', en: 'Not right: see below' },
  'monitoring.backups.proof.result.unknown': { nl: 'Niet te bepalen: zie hieronder', en: 'Could not be determined: see below' },
  'monitoring.backups.proof.item': { nl: 'Waarvan', en: 'Of what' },
  'monitoring.backups.proof.kind': { nl: 'Soort', en: 'Kind' },
  'monitoring.backups.proof.place': { nl: 'Waar de back-up staat', en: 'Where the back-up is' },
  'monitoring.backups.proof.copy': { nl: 'Uit welke kopie', en: 'From which copy' },
  'monitoring.backups.proof.testedAt': { nl: 'Getest op', en: 'Tested at' },
  'monitoring.backups.proof.duration': { nl: 'Duur', en: 'Duration' },
  'monitoring.backups.proof.restored': { nl: 'Hersteld', en: 'Restored' },
  'monitoring.backups.proof.whole': { nl: 'de hele kopie', en: 'the whole copy' },
  'monitoring.backups.proof.choice': { nl: 'een willekeurige keuze van bestanden', en: 'a random choice of files' },
  'monitoring.backups.proof.compared': { nl: 'Vergeleken met', en: 'Compared with' },
  'monitoring.backups.proof.counts': { nl: 'Uitkomst', en: 'Outcome' },
  'monitoring.backups.proof.counted': {
    nl: '{ok} gelijk, {missing} ontbreken, {different} anders, {extra} niet in het manifest',
    en: '{ok} equal, {missing} missing, {different} different, {extra} not in the manifest',
  },
  'monitoring.backups.proof.problems': { nl: 'Wat niet goed is (de eerste honderd)', en: 'What is not right (the first hundred)' },
  'monitoring.backups.proof.page': { nl: 'Bladzijde', en: 'Page' },
  'monitoring.backups.proof.verify': {
    nl: 'Dit bestand staat met zijn sha256 in het logboek van Spil. Controleer het met: spil verify --file dit.pdf --proof dit.proof.json',
    en: 'This file stands with its sha256 in the logbook of Spil. Check it with: spil verify --file this.pdf --proof this.proof.json',
  },
  'history.monitoring.backupProven': { nl: 'Bewijs van een hersteltest gemaakt', en: 'Made the proof of a restore test' },
})
