/** A closing phrase of its own line, folded, without the punctuation behind it. */
export const closing = new RegExp(
  `^(?:${[
    '(?:(?:with |my |our )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:and )?(?:kind |warm |personal )?regards)(?: from .{1,30})?',
    'best(?: wishes)?',
    'cheers|rgds|br|kr|warmly|respectfully|yours',
    'tsk(?:ler|r)?|bilgi(?:leri)?nize(?: sunar(?:im|iz))?',
    '(?:many )?(?:thanks|thank you)(?: very much| so much)? in advance for .{1,30}',
    '(?:many )?(?:thanks|thank you) for your (?:help|time|support|understanding|patience|cooperation)',
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
    "merci(?: (?:beaucoup|d'avance))?",
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
export const courtesy =
  /^(?:(?:many |kind )?thank|thx|cheers|(?:cok )?tesekkur|simdiden|iyi |kolay |hayirli |merci|gracias|muchas|grazie|bedankt|obrigad|dziekuje|спасибо|vielen dank|bonne|best$)/u;

/** A line that only greets; some closing phrases do that too. */
export const greeting =
  /^(?:merhaba|selam|sayin|degerli|iyi |kolay |hayirli |gunaydin|hello|hi\b|dear|hey|good (?:morning|day|afternoon|evening)|hallo|guten|sehr geehrte|bonjour|hola|ciao|buongiorno|ola|bom dia|dzien|здравствуйте|добрый)(?:(?: [\p{L}.'-]{1,20}){0,4})?[\p{P}\s]*$/u;
/** Closing phrases that also greet: "İyi günler" and the like. */
export const greetsToo = /^(?:iyi |kolay |hayirli |selam|bonne |saludos)/;

/** The line a phone or app adds by itself, folded. */
export const appLine = new RegExp(
  `^[\\p{P}\\p{S} ]{0,4}(?:${[
    'sent (?:from|via|with|using|by|on) (?:my|mobile|phone|tablet|galaxy|htc|nokia|huawei|xiaomi|redmi|oneplus|pixel|icloud|webmail|gmx|mailbox|outlook|gmail|yahoo|samsung|the|a|an|proton|mail|windows|zoho|hotmail|aol|iphone|ipad|android|spark|airmail|nine|bluemail|superhuman|rogers|verizon|t-mobile|blackberry|front|workspace|postbox|galaxy|acompli|evernote|libertymail|polymail|canary|edison)\\b.{0,80}',
    'sent wirelessly (?:from|via) .{1,80}',
    'envoye sans fil .{1,80}',
    'get outlook for .{1,60}',
    'get bluemail for .{1,40}',
    '(?:\\S{1,20} ){0,5}\\S{0,20}(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|telefon|cihaz|tablet|blackberry|windows|outlook|yahoo|gmail|mail|posta|hotmail|mynet|yandex)\\S{0,12}(?: \\S{1,20}){0,2}(?<=[dt][ae]n) gonderildi',
    '(?:android|ios|iphone|mac)(?: icin)? outlook.{0,4}(?:u|yu)? (?:edinin|alin|indirin).{0,100}',
    '.{0,50} (?:icin|uzerinden) (?:posta|mail|outlook|gmail|yahoo mail)\\S{0,8} (?:uzerinden |ile )?gonderildi',
    'gonderen: .{0,20}(?:iphone|android|posta).{0,20}',
    'von (?:meinem|meiner|mein) .{1,50} gesendet',
    '(?:gesendet|versendet|verschickt) (?:von|mit|aus|vom) .{1,70}',
    '(?:diese nachricht wurde|von) .{1,30}(?:iphone|ipad|android).{0,30} gesendet',
    'outlook fur (?:android|ios) (?:herunterladen|beziehen).{0,60}',
    "envoye (?:de|depuis|a partir de|du|via) (?:mon|ma|l'|un|outlook|yahoo|mon appareil|courrier|windows|la|le|orange|free)\\b.{0,70}",
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
  ].join('|')})(?: ?[<[(]?https?://\\S{1,300})?[.!]?$`,
  'u',
);

/** How the small print begins, folded. */
export const disclaimer = new RegExp(
  `^[\\p{P}\\p{S} ]{0,6}(?:${[
    '(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication|transmission)(?: message)?(?:,? (?:and|including|together|may|is|contains?|was|has))',
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
    '(?:ce|cet) (?:message|courriel|e-?mail)(?: et| est| contient| peut)',
    'este (?:mensaje|correo|e-?mail)(?: y| e|,| es| contiene| puede| pode| contem)',
    '(?:esta mensagem|questa (?:e-?mail|comunicazione)|il presente messaggio|dit (?:bericht|e-?mailbericht)|deze e-?mail)',
    'niniejsza (?:wiadomosc|korespondencja)',
    'virus-?free\\b|(?:bu e-?posta|bu mesaj)\\S* .{0,30}(?:virus|avast|antivirus)',
  ].join('|')})`,
  'u',
);
