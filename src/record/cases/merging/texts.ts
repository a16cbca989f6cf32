import { texts } from '#platform/i18n.ts'

export const mergingTexts = texts({
  'cases.mergedInto': { nl: 'Samengevoegd met {number}', en: 'Merged into {number}' },
  'cases.mergeSame': { nl: 'Dit is dezelfde zaak, of ze zijn al samengevoegd', en: 'This is the same case, or they are merged already' },
  'cases.mergeElsewhere': { nl: 'Zaken van verschillende organisaties kunnen niet worden samengevoegd', en: 'Cases of different organisations cannot be merged' },
  'cases.mergeConfidential': { nl: 'Een vertrouwelijke zaak kan alleen worden samengevoegd met een vertrouwelijke zaak die dezelfde mensen mogen zien, of als u op beide genoemd bent', en: 'A confidential case can only be merged with a confidential case that the same people may see, or when you are named on both' },
  'cases.mergeKept': { nl: 'Een zaak die iemand nooit mag zien kan niet worden samengevoegd', en: 'A case that somebody may never see cannot be merged' },
  'cases.mergeEnded': { nl: 'Een gesloten zaak kan geen andere zaak opnemen. Heropen hem eerst', en: 'A closed case cannot take in another one. Reopen it first' },
  'cases.mergeMost': { nl: 'Een zaak kan hoogstens 50 andere zaken opnemen', en: 'A case can take in at most 50 other cases' },
  'cases.mergeUndone': { nl: 'Dit samenvoegen is al ongedaan gemaakt', en: 'This merge has been undone already' },
  'cases.undoConfidential': { nl: 'Sinds het samenvoegen is veranderd of de zaak vertrouwelijk is. Zet dat eerst terug', en: 'Since the merge it was changed whether the case is confidential. Change that back first' },
  'cases.reporterOfMerged': { nl: 'Dit is de melder van een zaak die hiermee is samengevoegd. Maak eerst het samenvoegen ongedaan', en: 'This is the reporter of a case that was merged into this one. Undo the merge first' },
  'cases.history.merged': { nl: 'C-{number} samengevoegd met C-{intoNumber}', en: 'Merged C-{number} into C-{intoNumber}' },
  'cases.history.mergeUndone': { nl: 'Samenvoegen van C-{number} met C-{intoNumber} ongedaan gemaakt', en: 'Undid merging C-{number} into C-{intoNumber}' },
})
