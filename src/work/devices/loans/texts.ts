import { texts } from '#platform/i18n.ts'

export const devicesLoansTexts = texts({
  'devices.loans.days': { nl: 'De laatste dag ligt niet voor de eerste, en een periode duurt hoogstens een jaar', en: 'The last day is not before the first, and a period lasts at most a year' },
  'devices.loans.reserved': { nl: 'Dit apparaat is nog gereserveerd. Annuleer de reserveringen eerst', en: 'This device is still reserved. Cancel the reservations first' },
  'devices.loans.leadOnly': { nl: 'Alleen een teamleider of beheerder bepaalt dat een apparaat tussen twee leningen niet wordt gewist', en: 'Only a lead or an administrator decides that a device is not wiped between two loans' },
  'devices.loans.notLent': { nl: 'Dit apparaat wordt niet uitgeleend', en: 'This device is not lent' },
  'devices.loans.taken': { nl: 'Op een van die dagen is dit apparaat al gereserveerd of uitgeleend', en: 'On one of those days this device is reserved or lent already' },
  'devices.loans.person': { nl: 'Deze persoon hoort niet bij de organisatie', en: 'This person does not belong to the organisation' },
  'devices.loans.notReserved': { nl: 'Deze reservering is al uitgegeven, geannuleerd of voorbij', en: 'This reservation was issued, cancelled or is over' },
  'devices.loans.why.back': { nl: 'Terug van uitleen; klaar voor de volgende', en: 'Back from a loan; ready for the next one' },
  'history.devices.reservationChanged': { nl: 'Reservering gemaakt, uitgegeven of geannuleerd', en: 'Reservation made, issued or cancelled' },
  'history.devices.lendingChanged': { nl: 'In of uit de uitleen', en: 'In or out of the loan desk' },
})
