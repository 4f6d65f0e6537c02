import { fold } from './fold.ts';

const delimiter = /^(?:--|—|–|__|\*-- ?\*)[ \t\u00a0]{0,3}$/;
/** A row some people draw above their name. */
const row = /^[-–—_=*]{3,40}[ \t\u00a0]{0,3}$/;
const mostSignatureLines = 14;
const mostDelimitedLines = 30;

/** A closing phrase of its own line, folded, without the punctuation behind it. */
const closing = new RegExp(
  `^(?:${[
    '(?:(?:with |my |our )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:and )?(?:kind |warm |personal )?regards)(?: from .{1,30})?',
    'best(?: wishes)?',
    'cheers',
    'all the best',
    '(?:yours |very )?(?:sincerely|truly|faithfully)(?: yours)?',
    '(?:many |kind )?thanks(?: (?:a lot|again|in advance|so much|and (?:best |kind )?regards))?',
    'thank you(?: (?:very much|again|in advance|so much|and (?:best |kind )?regards))?',
    'thx',
    '(?:saygilar(?:imla|imizla)?|saygi ve sevgilerimle|sevgi ve saygilarimla|en derin saygilarimla|sevgiler(?:imle)?|selamlar(?:imla)?)',
    '(?:iyi|kolay|hayirli) (?:calismalar|gunler|aksamlar|haftalar|haftasonlari|hafta sonlari|isler|gelsin)(?: (?:dilerim|dileriz|dilerim\\.|diliyorum))?',
    'kolay gelsin',
    '(?:iyi|kolay) (?:calismalar|gunler),? saygilar(?:imla)?',
    '(?:cok )?tesekkur(?:ler|ederim| ederim|ederiz| ederiz)(?: ?(?:,|ve) ?(?:iyi (?:calismalar|gunler)|saygilar(?:imla)?|kolay gelsin))?',
    'simdiden (?:cok )?tesekkur(?:ler| ederim| ederiz)',
    '(?:mit )?(?:freundlichen|besten|herzlichen|lieben) gru(?:ss|ß)en',
    '(?:freundliche|beste|herzliche|liebe|viele|schone) gru(?:ss|ß)e',
    '(?:mfg|lg|vg|gru(?:ss|ß))',
    'vielen dank(?: und (?:viele|beste|freundliche) gru(?:ss|ß)e)?',
    '(?:bien )?(?:cordialement|amicalement)',
    'bien a (?:vous|toi)',
    'sinceres salutations',
    '(?:salutations )?(?:distinguees|cordiales)',
    'merci(?: (?:beaucoup|d\'avance))?',
    'bonne (?:journee|soiree|reception)',
    '(?:un )?(?:cordial )?saludos?(?: cordiales)?',
    'atentamente|muchas gracias|gracias',
    '(?:cordiali|distinti|cari) saluti|saluti|grazie(?: mille)?',
    '(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|bedankt',
    'atenciosamente|cumprimentos|(?:com os )?(?:melhores|meus) cumprimentos|abracos?|obrigad[oa]',
    'pozdrawiam(?: serdecznie)?|z powazaniem|(?:z )?pozdrowieniami|dziekuje',
    'с уважением|всего (?:доброго|хорошего)|с наилучшими пожеланиями|спасибо',
    '(?:med )?(?:vanlig|venlig|vennlig) (?:halsning|hilsen)|mvh|(?:ystavallisin )?terveisin',
  ].join('|')})$`,
  'u',
);
/** Courtesies that may be all a person wanted to say: alone at the end they stay. */
const courtesy = /^(?:(?:many |kind )?thank|thx|cheers|(?:cok )?tesekkur|simdiden|iyi |kolay |hayirli |merci|gracias|muchas|grazie|bedankt|obrigad|dziekuje|спасибо|vielen dank|bonne|best$)/u;

const greeting = /^(?:merhaba|selam|sayin|degerli|iyi |kolay |hayirli |gunaydin|hello|hi\b|dear|hey|good (?:morning|day|afternoon|evening)|hallo|guten|sehr geehrte|bonjour|hola|ciao|buongiorno|ola|bom dia|dzien|здравствуйте|добрый)/u;

/** The line a phone or app adds by itself, folded. */
const appLine = new RegExp(
  `^[\\p{P}\\p{S} ]{0,4}(?:${[
    'sent (?:from|via|with|using|by|on) (?:my|mobile|phone|tablet|galaxy|htc|nokia|huawei|xiaomi|redmi|oneplus|pixel|icloud|webmail|gmx|mailbox|outlook|gmail|yahoo|samsung|the|a|an|proton|mail|windows|zoho|hotmail|aol|iphone|ipad|android|spark|airmail|nine|bluemail|superhuman|rogers|verizon|t-mobile|blackberry|front|workspace|postbox|galaxy|acompli|evernote|libertymail|polymail|canary|edison)\\b.{0,80}',
    'get outlook for .{1,60}',
    'get bluemail for .{1,40}',
    "(?:\\S{1,20} ){0,5}\\S{0,20}(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|telefon|cihaz|tablet|blackberry|windows|outlook|yahoo|gmail|mail|posta|hotmail|mynet|yandex)\\S{0,12}(?: \\S{1,20}){0,2}(?<=[dt][ae]n) gonderildi",
    '(?:android|ios|iphone|mac)(?: icin)? outlook.{0,4}(?:u|yu)? (?:edinin|alin|indirin).{0,100}',
    '.{0,50} (?:icin|uzerinden) (?:posta|mail|outlook|gmail|yahoo mail)\\S{0,8} (?:uzerinden |ile )?gonderildi',
    'gonderen: .{0,20}(?:iphone|android|posta).{0,20}',
    'von (?:meinem|meiner|mein) .{1,50} gesendet',
    '(?:gesendet|versendet|verschickt) (?:von|mit|aus|vom) .{1,70}',
    '(?:diese nachricht wurde|von) .{1,30}(?:iphone|ipad|android).{0,30} gesendet',
    'outlook fur (?:android|ios) (?:herunterladen|beziehen).{0,60}',
    'envoye (?:de|depuis|a partir de|du|via) (?:mon|ma|l\'|un|outlook|yahoo|mon appareil|courrier|windows|la|le|orange|free)\\b.{0,70}',
    '(?:telecharg\\S{1,4}|obtenez) outlook pour .{1,50}',
    'enviad[oa] (?:desde|do|a partir do|pelo|por|de) (?:mi|meu|o|el|yahoo|outlook|correo|iphone|android|samsung|mail|um|un)\\b.{0,70}',
    '(?:obtener|obter|baixe o) outlook para .{1,50}',
    'inviato (?:da(?:l|lla)?|con|tramite) .{1,60}',
    '(?:scarica|ottieni) outlook per .{1,50}',
    '(?:verzonden|verstuurd) (?:vanaf|via|vanuit|met) .{1,60}',
    'outlook voor (?:android|ios) downloaden.{0,60}',
    '(?:wyslane|wyslano) z .{1,60}',
    'pobierz outlook.{1,50}',
    'отправлено (?:с|из|от|через) .{1,60}',
    '(?:sendt|skickat|lahetetty|sendt) (?:fra|fran) (?:min|mitt|mit|en|iphone|outlook)\\b.{0,50}',
    'lahetetty .{1,30}(?:ista|ilta|sta|lta)',
    'odeslano z .{1,40}',
    '从我的.{1,20}发送|從我的.{1,20}傳送|发自我的.{1,20}|iphoneから送信',
  ].join('|')})(?: ?[<[(]?https?://\\S{1,300})?\\.?$`,
  'u',
);

const disclaimer = new RegExp(
  `^[\\p{P}\\p{S} ]{0,6}(?:${[
    "(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication|transmission)(?: message)?(?:,? (?:and|including|together|may|is|contains?|was|has))",
    'confidential(?:ity)?(?: notice| note| and)?\\b[ :-]',
    '(?:legal )?disclaimer\\b',
    'the (?:content|information) of this (?:e-?mail|message)',
    'please (?:consider|think of|think about) (?:the|your) environment',
    'before printing',
    'if you (?:are not|have received this)',
    'bu (?:e-?posta|e-?mail|elektronik (?:posta|mail|ileti)|mesaj|ileti)(?: mesaji| iletisi)?(?:,? (?:ve|ile) (?:ekleri|ekinde|varsa|iliskili|bera|onunla|ekli|iletilen|gonderilen)| (?:hukuken|kisiye|yalnizca|sadece|gizli|icerigi)|,? ekleri)',
    '(?:yasal|hukuki) (?:uyari|bildirim)',
    'gizlilik (?:uyarisi|bildirimi|notu)',
    'lutfen (?:bu )?(?:e-?posta|mail|mesaj)\\S{0,4} yazdirmadan',
    'cevreyi koruyalim|cevrenizi dusun',
    'diese (?:e-?mail|nachricht)(?: und| enthalt| ist| kann)',
    "(?:ce|cet) (?:message|courriel|e-?mail)(?: et| est| contient| peut)",
    'este (?:mensaje|correo|e-?mail)(?: y| e|,| es| contiene| puede| pode| contem)',
    '(?:esta mensagem|questa (?:e-?mail|comunicazione)|il presente messaggio|dit (?:bericht|e-?mailbericht)|deze e-?mail)',
    'niniejsza (?:wiadomosc|korespondencja)',
    'virus-?free\\b|(?:bu e-?posta|bu mesaj)\\S* .{0,30}(?:virus|avast|antivirus)',
  ].join('|')})`,
  'u',
);

/**
 * Index of the line where the signature of a reply begins, or lines.length when it has none.
 * It is sought from the end: disclaimer, app line, "-- ", then a closing phrase with a short block of name and numbers.
 */
export function findSignature(lines: readonly string[]): number {
  let end = trimmedEnd(lines, lines.length);
  const delimited = findDelimiter(lines, end);
  if (delimited < end) end = trimmedEnd(lines, delimited);
  end = dropFooters(lines, end);
  const closed = findClosing(lines, end);
  if (closed < end) end = dropFooters(lines, trimmedEnd(lines, closed));
  const wordless = lines.slice(0, end).every((line) => line.trim() === '');
  return wordless && delimited === lines.length ? lines.length : end;
}

/** App lines and disclaimers stand last, in any order and number. */
function dropFooters(lines: readonly string[], from: number): number {
  let end = from;
  for (let index = end - 1, seen = 0; index >= 0 && seen < 60; index -= 1, seen += 1) {
    const line = lines[index] ?? '';
    const folded = fold(line);
    if (folded === '') continue;
    if (isAppLine(folded) && shortTail(lines, index + 1, end)) end = trimmedEnd(lines, index);
    else if (startsParagraph(lines, index) && disclaimer.test(folded)) end = trimmedEnd(lines, index);
  }
  return end;
}

/** True for "Sent from my iPhone" and its kin; takes a folded line. */
export function isAppLine(folded: string): boolean {
  return folded.length <= 400 && appLine.test(folded);
}

function shortTail(lines: readonly string[], from: number, end: number): boolean {
  const tail = lines.slice(from, end).filter((line) => line.trim() !== '');
  return tail.length <= 6 && tail.every((line) => line.length <= 120 || /^\s*[<[(]?https?:/.test(line));
}

function findDelimiter(lines: readonly string[], end: number): number {
  let first = end;
  for (let index = end - 2; index >= 0 && index >= end - mostDelimitedLines; index -= 1) {
    const line = lines[index] ?? '';
    if (isListFooter(lines, index, end)) first = index;
    const drawn = row.test(line);
    if ((!drawn && !delimiter.test(line)) || inTable(lines, index)) continue;
    const standard = /^-- $/.test(line);
    if (standard || (end - index <= mostSignatureLines + 1 && looksSigned(lines.slice(index + 1, end), drawn))) first = index;
  }
  return first;
}

/** Mailman: a row of underscores, the list's name, its address. */
function isListFooter(lines: readonly string[], index: number, end: number): boolean {
  return /^_{20,60}\s*$/.test(lines[index] ?? '') && end - index <= 8 && /mailing list|@|https?:/i.test(lines.slice(index + 1, index + 4).join(' ').slice(0, 600));
}

function inTable(lines: readonly string[], index: number): boolean {
  return [lines[index - 1], lines[index + 1]].some((line) => line !== undefined && /\||\t\S/.test(line.slice(0, 500)));
}

/** Below a "--" without the space of the standard, or a row: at least one line, all of them signature-like. */
function looksSigned(lines: readonly string[], strictly: boolean): boolean {
  const block = lines.filter((line) => line.trim() !== '');
  const words = block.findIndex((line) => disclaimer.test(fold(line)));
  const own = words < 0 ? block : block.slice(0, words);
  return block.length > 0 && own.every((line) => isSignatureLine(line) || isAppLine(fold(line)) || (!strictly && line.length <= 60 && !/[?]\s*$/.test(line)));
}

function findClosing(lines: readonly string[], end: number): number {
  let found = end;
  let filled = 0;
  for (let index = end - 1; index >= 0 && filled <= mostSignatureLines; index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    const folded = fold(line);
    const phrase = folded.replace(/[\p{P}\p{S}\s]+$/u, '').replace(/^[\p{P}\p{S}\s]+/u, '');
    if (phrase.length <= 70 && (closesAlone(phrase) || closesWithName(phrase, folded))) {
      if (!saysSomething(lines, index) || (folded === 'best' && (lines[index - 1] ?? '').trim() !== '')) break;
      if (filled > 0 || !courtesy.test(phrase)) found = index;
      filled += 1;
      continue;
    }
    if (!isSignatureLine(line)) break;
    filled += 1;
  }
  return found;
}

/** "Saygılarımla / Best regards", "Teşekkürler, iyi çalışmalar". */
function closesAlone(phrase: string): boolean {
  return closing.test(phrase) || phrase.split(/[,/|.!&]+| (?:ve|and|und|et|y|e) /).every((part) => closing.test(part.trim()));
}

/** "İyi günler" closes a mail only when more than a greeting stands above it. */
function saysSomething(lines: readonly string[], closingAt: number): boolean {
  for (let index = 0; index < closingAt; index += 1) {
    const folded = fold(lines[index] ?? '');
    if (folded !== '' && !(folded.length <= 40 && greeting.test(folded))) return true;
  }
  return false;
}

/** "Best regards, John" and "Saygılarımla, Ali Veli" on one line. */
function closesWithName(phrase: string, folded: string): boolean {
  const comma = phrase.indexOf(',');
  if (comma < 0 || folded.length > 60 || /[?!]$/.test(folded)) return false;
  const name = phrase.slice(comma + 1).trim();
  return closing.test(phrase.slice(0, comma)) && !courtesy.test(phrase) && name.split(' ').length <= 3;
}

/** An order number after the thanks is not a signature. */
const aboutTheMatter = /\b(?:siparis|order|takip|tracking|fatura|invoice|talep|ticket|kargo|urun|iade|p\.?s|not)\b.{0,20}[:#\d]|^(?:p\.?s\b|not ?:)/;

/** A name, a role, a phone, an address: short and no sentence. */
function isSignatureLine(line: string): boolean {
  const text = line.trim();
  if (text.length > 120 || /[?]$/.test(text) || aboutTheMatter.test(fold(text))) return false;
  const contact = /@|https?:|www\.|\+?\d[\d ()./-]{6,}|\[image|\[cid:|^\[.{1,40}\]$/i.test(text);
  if (contact) return text.split(/\s+/).length <= 14;
  if (/^[-*•>\d]+[.)]?\s/.test(text) || /[!;]$/.test(text)) return false;
  const words = text.split(/\s+/);
  if (words.length > 8) return /\d{5}|\b(?:cad|sok|mah|no|str|street|kat|ave)\b/i.test(text) && words.length <= 14;
  if (/[.]$/.test(text) && words.length > 4) return false;
  return words.length <= 2 || (words.length === 3 && !/^\p{Ll}/u.test(text)) || capitalised(words);
}

function capitalised(words: readonly string[]): boolean {
  const counted = words.filter((word) => /^\p{L}{3,}/u.test(word));
  return counted.filter((word) => /^\p{Lu}/u.test(word)).length * 2 >= counted.length;
}

function startsParagraph(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1];
  return above === undefined || above.trim() === '' || /^[\s*_=–—-]{3,}$/.test(above.slice(0, 200)) || isAppLine(fold(above)) || !/[\p{Ll},]\s*$/u.test(above.slice(-4)) || above.length < 60;
}

function trimmedEnd(lines: readonly string[], from: number): number {
  let end = from;
  while (end > 0 && ((lines[end - 1] ?? '').trim() === '' || /^[\s*_=–—-]{3,}$/.test((lines[end - 1] ?? '').slice(0, 200)))) end -= 1;
  return end;
}
