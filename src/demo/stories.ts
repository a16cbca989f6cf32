/** What goes wrong at a school, in the words of those who report it. {room}, {place} and {device} are filled in. */
import type { Impact, Kind, Urgency } from '#record/cases/contract.ts'

export interface Story {
  kind: Kind
  title: string
  text: string
  impact: Impact
  urgency: Urgency
  /** Question of the engineer, and the answer of the reporter. */
  question: string
  answer: string
  note: string
  done: string
  tested: string
}

const story = (
  kind: Kind,
  [impact, urgency]: readonly [Impact, Urgency],
  [title, text]: readonly [string, string],
  [question, answer]: readonly [string, string],
  note: string,
  [done, tested]: readonly [string, string],
): Story => ({ kind, impact, urgency, title, text, question, answer, note, done, tested })

export const stories: readonly Story[] = [
  story(
    'incident',
    ['group', 'high'],
    ['Digibord in {room} blijft zwart', 'Het digibord in {room} ({place}) gaat wel aan, maar het beeld blijft zwart. Ik geef hier de hele dag les.'],
    ['Brandt het lampje rechtsonder blauw of rood?', 'Blauw. Het geluid doet het wel.'],
    'HDMI-kabel achter het bord is bekend zwak punt in dit gebouw.',
    ['HDMI-kabel achter het bord vervangen en vastgezet.', 'Drie keer aan- en uitgezet, beeld komt steeds binnen vijf seconden.'],
  ),
  story(
    'incident',
    ['person', 'high'],
    ['Wachtwoord wordt niet meer geaccepteerd', 'Sinds vanochtend staat er dat mijn wachtwoord fout is. Gisteren deed het het nog.'],
    ['Krijgt u de melding op alle apparaten, of alleen op uw laptop?', 'Overal, ook op mijn telefoon.'],
    'Account vergrendeld na vijf pogingen vanaf oude telefoon.',
    [
      'Account ontgrendeld en het oude wachtwoord van de telefoon verwijderd.',
      'Ingelogd op laptop en telefoon, een uur gewacht: geen nieuwe vergrendeling.',
    ],
  ),
  story(
    'incident',
    ['department', 'high'],
    ['Geen wifi op de eerste verdieping', 'Op de eerste verdieping van {place} valt de wifi steeds weg. Leerlingen kunnen hun toets niet maken.'],
    ['Gebeurt het op alle laptops tegelijk?', 'Ja, de hele klas raakt tegelijk los.'],
    'Toegangspunt {device} herstart elke tien minuten, PoE-poort op de switch verdacht.',
    ['Toegangspunt op een andere PoE-poort gezet en de oude poort uitgezet.', 'Met dertig laptops een uur gemeten, geen onderbreking.'],
  ),
  story(
    'incident',
    ['group', 'normal'],
    [
      'Printer bij de lerarenkamer loopt vast',
      'De printer op {place} trekt papier scheef naar binnen en loopt dan vast. We hebben hem al een paar keer leeggehaald.',
    ],
    ['Gebruikt u het gewone papier of het dikke van 120 gram?', 'Gewoon papier uit de kast.'],
    'Teller staat op 212.000, invoerrol is aan vervanging toe.',
    ['Invoerrol en scheidingspad vervangen.', 'Honderd bladen uit beide lades geprint zonder storing.'],
  ),
  story(
    'incident',
    ['person', 'normal'],
    ['Laptop wordt heel warm en gaat uit', 'Mijn laptop {device} wordt zo warm dat hij vanzelf uitgaat, vooral tijdens videobellen.'],
    ['Staat hij dan op een tafel of op schoot?', 'Gewoon op tafel, op mijn werkplek.'],
    'Ventilator draait niet, garantie tot volgend jaar.',
    ['Ventilator vervangen onder garantie en koelpasta vernieuwd.', 'Een uur belast met videobellen, temperatuur bleef onder 70 graden.'],
  ),
  story(
    'incident',
    ['organisation', 'high'],
    ['Magister is niet bereikbaar', 'Niemand kan in Magister. Ouders bellen omdat ze geen afwezigheid kunnen melden.'],
    ['Ziet u een foutmelding of een lege pagina?', 'Een pagina met 503.'],
    'Storing bij de leverancier, ticket daar ingeschoten.',
    [
      'Storing lag bij de leverancier en is daar verholpen. Bericht aan alle locaties gestuurd.',
      'Ingelogd als docent, leerling en ouder op drie locaties.',
    ],
  ),
  story(
    'informationRequest',
    ['person', 'low'],
    ['Hoe deel ik een map met ouders?', 'Ik wil foto’s van het kamp delen met ouders zonder dat iedereen ze kan zien. Hoe doe ik dat veilig?'],
    ['Om hoeveel ouders gaat het?', 'Van één klas, dus een stuk of 28.'],
    'Verwijzen naar instructie over delen met einddatum.',
    [
      'Instructie gestuurd en samen een map met einddatum en wachtwoord gemaakt.',
      'Met een privéadres gecontroleerd dat alleen de uitgenodigde ouders erbij kunnen.',
    ],
  ),
  story(
    'informationRequest',
    ['person', 'low'],
    ['Mag ik deze app in de les gebruiken?', 'Ik wil een quiz-app gebruiken waar leerlingen een account voor maken. Mag dat van school?'],
    ['Welke gegevens vraagt de app van leerlingen?', 'Alleen een naam en een mailadres.'],
    'Geen verwerkersovereenkomst; alternatief zonder account voorstellen.',
    [
      'Uitgelegd waarom het niet kan en een toegestane app zonder account ingericht.',
      'Samen met de docent een proefquiz gedaan met twee leerlingen.',
    ],
  ),
  story(
    'serviceRequest',
    ['person', 'normal'],
    ['Laptop voor nieuwe collega', 'Op de eerste van de maand begint een nieuwe docent op {place}. Kan er een laptop klaarliggen?'],
    ['Welke programma’s zijn nodig naast het gewone pakket?', 'Alleen GeoGebra erbij.'],
    'Laptop {device} uit voorraad gereserveerd.',
    [
      'Laptop ingericht, versleuteld en op naam gezet. GeoGebra toegevoegd.',
      'Aangemeld met het nieuwe account, wifi, printen en GeoGebra geprobeerd.',
    ],
  ),
  story(
    'serviceRequest',
    ['group', 'normal'],
    ['Twintig chromebooks voor de toetsweek', 'Voor de toetsweek heb ik in {room} een kar met twintig chromebooks nodig.'],
    ['Moeten ze in de toetsmodus staan?', 'Ja, graag zonder internet behalve de toetssite.'],
    'Kar B is vrij, batterijen van drie stuks zijn slecht.',
    ['Kar B klaargezet, drie accu’s gewisseld, toetsmodus aangezet.', 'Op alle twintig de toetssite geopend en geprobeerd om elders te komen.'],
  ),
  story(
    'serviceRequest',
    ['person', 'low'],
    ['Tweede beeldscherm op kantoor', 'Ik werk veel met roosters en zou graag een tweede scherm willen in {room}.'],
    ['Heeft u al een dock voor uw laptop?', 'Ja, zo’n grijze met usb-c.'],
    'Scherm in magazijn {place}.',
    ['Scherm van 24 inch geplaatst en aangesloten op het dock.', 'Beide schermen getest, ook na slaapstand.'],
  ),
  story(
    'accessRequest',
    ['person', 'normal'],
    ['Toegang tot de map Leerlingenzorg', 'Ik ben sinds deze maand mentor en heb toegang nodig tot de map Leerlingenzorg van {place}.'],
    ['Mag uw teamleider dit bevestigen?', 'Ja, ik heb haar gevraagd u te mailen.'],
    'Akkoord van teamleider ontvangen; alleen lezen voor mentoren.',
    ['Leesrechten gegeven via de groep Mentoren.', 'Samen gekeken: lezen kan, wijzigen niet, andere mappen blijven dicht.'],
  ),
  story(
    'accessRequest',
    ['person', 'normal'],
    ['Account voor stagiair', 'Vanaf maandag loopt een stagiair mee op {place}. Kan er een account komen tot het eind van het schooljaar?'],
    ['Wat is de einddatum van de stage?', '3 juli.'],
    'Account met einddatum, geen rechten op leerlingdossiers.',
    ['Account gemaakt met einddatum 3 juli en tweestapsaanmelding.', 'Eerste aanmelding samen gedaan.'],
  ),
  story(
    'change',
    ['department', 'normal'],
    [
      'Nieuw netwerksegment voor de deursloten',
      'De nieuwe elektronische sloten van {place} moeten op een eigen netwerk. De installateur komt over twee weken.',
    ],
    ['Heeft de installateur een lijst van poorten en adressen?', 'Die komt deze week, ik stuur hem door.'],
    'VLAN 60 vrij; alleen naar de slotenserver toestaan.',
    [
      'VLAN 60 aangemaakt op de switches van {place}, verkeer beperkt tot de slotenserver.',
      'Vanaf een slot alleen de server te bereiken; het leerlingennet niet.',
    ],
  ),
  story(
    'change',
    ['organisation', 'low'],
    [
      'Wachttijd van schermbeveiliging naar tien minuten',
      'Vanuit het beveiligingsplan: schermen moeten na tien minuten op slot in plaats van na dertig.',
    ],
    ['Geldt dit ook voor de digiborden?', 'Nee, die niet, anders gaan ze tijdens de les op slot.'],
    'Uitzondering voor groep Digiborden.',
    ['Beleid aangepast voor werkplekken, digiborden uitgezonderd, bericht aan iedereen.', 'Op drie werkplekken en twee digiborden gemeten.'],
  ),
  story(
    'complaint',
    ['person', 'normal'],
    [
      'Derde keer dat mijn melding blijft liggen',
      'Ik heb nu drie keer gemeld dat het geluid in {room} niet werkt en ik hoor niets terug. Dat is niet fijn werken.',
    ],
    ['Excuses. Mag ik vandaag om drie uur bij u langskomen?', 'Ja, dan ben ik er.'],
    'Eerdere meldingen stonden bij een team dat niet meer bestaat; teamleider ingelicht.',
    [
      'Versterker gerepareerd en afgesproken dat we elke twee dagen laten weten hoe het staat.',
      'Samen met de melder een filmpje afgespeeld en nagebeld na een week.',
    ],
  ),
  story(
    'incident',
    ['person', 'normal'],
    [
      'Vreemde mail met een bijlage',
      'Ik kreeg een mail van de directeur met een bijlage, maar hij zegt dat hij niets heeft gestuurd. Ik heb er niet op geklikt.',
    ],
    ['Kunt u de mail als bijlage doorsturen?', 'Gedaan.'],
    'Phishing. Zelfde afzender bij elf anderen, niemand heeft geklikt.',
    ['Afzender geblokkeerd, mail bij twaalf mensen verwijderd, waarschuwing geplaatst.', 'Nagekeken dat de mail in geen enkel postvak meer staat.'],
  ),
  story(
    'incident',
    ['group', 'normal'],
    ['Geluid van het digibord hapert', 'In {room} hapert het geluid bij filmpjes. Bij de buren doet alles het goed.'],
    ['Gebeurt het ook bij een bestand dat op de laptop staat?', 'Nee, dan gaat het goed.'],
    'Laptop zit op 2,4 GHz; stuurprogramma van de wifi is oud.',
    ['Stuurprogramma bijgewerkt en 5 GHz als voorkeur ingesteld.', 'Drie filmpjes achter elkaar afgespeeld zonder haperen.'],
  ),
]

export const rooms = ['lokaal 12', 'lokaal 104', 'lokaal 2.07', 'het scheikundelokaal', 'de aula', 'de mediatheek', 'lokaal 31', 'het muzieklokaal']
export const places = ['De Linde', 'De Eik', 'De Wilg']

export const firstNames =
  'Noor,Sem,Ilse,Daan,Karel,Bea,Fatima,Joris,Emma,Lucas,Sara,Mohamed,Lieke,Bram,Anouk,Thijs,Yasmin,Ruben,Femke,Jesse,Hanna,Koen,Maud,Stijn,Esra,Pieter,Roos,Niels,Aylin,Wouter'.split(
    ',',
  )
export const lastNames =
  'Bakker,Visser,de Boer,Smit,Mulder,Heer,El Amrani,van Dijk,Jansen,de Vries,Peeters,Yılmaz,Hoekstra,van den Berg,Dekker,Postma,Özdemir,Kuipers,Verhoeven,Prins'.split(
    ',',
  )
