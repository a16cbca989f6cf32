import { texts } from '#platform/i18n.ts'

export const monitoringCertificatesTexts = texts({
  'monitoring.certificates.privateKey': { nl: 'Hier staat een geheime sleutel in. Die hoort hier niet: neem alleen het certificaat. Er is niets bewaard', en: 'There is a private key in this. It does not belong here: take the certificate only. Nothing was kept' },
  'monitoring.certificates.none': { nl: 'Hier staat geen certificaat in. Plak tekst die begint met -----BEGIN CERTIFICATE-----', en: 'There is no certificate in this. Paste text that begins with -----BEGIN CERTIFICATE-----' },
  'monitoring.certificates.seen': { nl: 'Dit certificaat wordt door een controle gezien. Het gaat weg zodra het niet meer wordt getoond', en: 'A check sees this certificate. It goes when it is no longer shown' },
  'monitoring.certificates.renewTitle': { nl: 'Certificaat vernieuwen: {subject} (tot {until})', en: 'Renew the certificate: {subject} (until {until})' },
  'monitoring.certificates.renewText': { nl: 'Het certificaat voor {names} van {issuer} is geldig tot {until}.', en: 'The certificate for {names} by {issuer} is valid until {until}.' },
  'monitoring.certificates.replaced': { nl: 'Er is nu een ander certificaat te zien in plaats van {subject}. Controleer of het overal vernieuwd is.', en: 'Another certificate is shown now instead of {subject}. See whether it was renewed everywhere.' },
  'monitoring.certificates.step.request': { nl: 'Nieuwe sleutel en aanvraag gemaakt, aanvraag goedgekeurd door de uitgever', en: 'Made a new key and request, and the issuer approved it' },
  'monitoring.certificates.step.check': { nl: 'Namen, einddatum en sleutel van het nieuwe certificaat nagekeken', en: 'Looked at names, end and key of the new certificate' },
  'monitoring.certificates.step.install': { nl: 'Geïnstalleerd en de dienst opnieuw geladen', en: 'Installed, and reloaded the service' },
  'monitoring.certificates.step.chain': { nl: 'Van buiten gekeken: naam, keten en einddatum kloppen', en: 'Looked from outside: name, chain and end are right' },
  'monitoring.certificates.step.others': { nl: 'Andere plaatsen waar hetzelfde certificaat staat nagelopen', en: 'Went through the other places with the same certificate' },
  'monitoring.certificates.step.record': { nl: 'Vastgelegd waar sleutel en certificaat staan en wie de volgende keer vernieuwt', en: 'Recorded where key and certificate are, and who renews it next time' },
  'history.monitoring.certificateChanged': { nl: 'Een certificaat gezien, gebracht, vervangen of weggehaald', en: 'A certificate was seen, brought, replaced or removed' },
})
