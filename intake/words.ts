import type { Language } from '../domain/chatbot/flow.ts';

/** What the pages for visitors say. */
export interface PageWords {
  language: string;
  required: string;
  choose: string;
  send: string;
  leaveEmpty: string;
  errorTitle: string;
  errorSummary: string;
  filesAgain: string;
  filesHint: (most: number, size: string) => string;
  tooManyFiles: (most: number) => string;
  tooManyAnswers: (most: number) => string;
  fileTooLarge: (name: string, size: string) => string;
  noFileField: string;
  fileByName: string;
  goBack: string;
  tooLarge: (size: string) => string;
  unreadable: string;
  wrongType: string;
  wrongOrigin: (origin: string) => string;
  notJson: string;
  badValue: string;
  badKey: string;
  badUser: string;
  tooQuick: string;
  tooOld: string;
  noPageKey: string;
  robot: string;
  otherContent: (number: number) => string;
  tooMany: (wait: string) => string;
  away: string;
  broken: string;
  thanksTitle: string;
  yourNumber: string;
  statusLink: string;
  keepLink: string;
  noStatusLink: string;
  notFoundTitle: string;
  nothingHere: string;
  noForm: string;
  formOff: string;
  noThanks: string;
  seconds: (count: number) => string;
  minutes: (count: number) => string;
  hours: (count: number) => string;
  yourWords: string;
}

export const pageWords: Record<Language, PageWords> = {
  en: {
    language: 'Language',
    required: 'required',
    choose: 'Please choose',
    send: 'Send',
    leaveEmpty: 'Leave this field empty',
    errorTitle: 'Error',
    errorSummary: 'This was not sent yet. Please look at the following:',
    filesAgain: 'Please choose your files again: a page cannot keep them.',
    filesHint: (most, size) =>
      most === 1 ? `One file of up to ${size}.` : `Up to ${most} files of up to ${size} each.`,
    tooManyFiles: (most) => `Please send at most ${most} file${most === 1 ? '' : 's'}.`,
    tooManyAnswers: (most) => `This is more than ${most} answers at once.`,
    fileTooLarge: (name, size) => `The file “${name}” is larger than ${size}.`,
    noFileField: 'No file can be sent here.',
    fileByName: 'Send the file itself, as multipart/form-data, not its name.',
    goBack: 'Go back in your browser: what you wrote still stands there.',
    tooLarge: (size) => `This is more than the form takes at once: ${size} with all files.`,
    unreadable: 'What arrived is incomplete or cannot be read. Please send it again.',
    wrongType: 'Send application/json, application/x-www-form-urlencoded or multipart/form-data.',
    wrongOrigin: (origin) => `This form may not be used from ${origin}. Its owner names the sites that may.`,
    notJson: 'The body is no JSON object.',
    badValue: 'Send a text, a number, yes or no, or a list of texts.',
    badKey: 'A key has 8 to 200 letters, digits and signs without blanks.',
    badUser: 'This is not signed with the secret of this form, or no longer valid.',
    tooQuick: 'That was quicker than a person can type. If you are one, please press Send again.',
    tooOld: 'This page was open for more than a day. Please look at what you wrote and press Send again.',
    noPageKey: 'This did not come from our page. Please look at what you wrote and press Send again.',
    robot:
      'A field that people do not see was filled in, so this looks like a robot. If you are a person, please press Send again.',
    otherContent: (number) =>
      `This page was sent already; its number is #${number}. To send this as another request, please press Send again.`,
    tooMany: (wait) => `More came from your network than we take in. Please try again in ${wait}.`,
    away: 'We cannot take this in at the moment. Nothing was lost: what you wrote stands below. Please press Send again in a minute.',
    broken: 'Something went wrong here; it was noted. What you wrote stands below. Please try again.',
    thanksTitle: 'We received your request',
    yourNumber: 'Your number',
    statusLink: 'See how your request stands, and add to it',
    keepLink: 'Keep this link: whoever has it can read your request.',
    noStatusLink: 'We answer by the address that you gave; there is no page to follow it on.',
    notFoundTitle: 'Not found',
    nothingHere: 'There is nothing at this address.',
    noForm: 'There is no form at this address. Perhaps it was renamed, or a letter of the address is missing.',
    formOff: 'This form takes in nothing at the moment.',
    noThanks: 'There is nothing to see at this address. If you sent a request, it has been received.',
    seconds: (count) => `${count} second${count === 1 ? '' : 's'}`,
    minutes: (count) => `${count} minute${count === 1 ? '' : 's'}`,
    hours: (count) => `${count} hour${count === 1 ? '' : 's'}`,
    yourWords: 'What you wrote',
  },
  tr: {
    language: 'Dil',
    required: 'zorunlu',
    choose: 'Lütfen seçin',
    send: 'Gönder',
    leaveEmpty: 'Bu alanı boş bırakın',
    errorTitle: 'Hata',
    errorSummary: 'Henüz gönderilmedi. Lütfen şunlara bakın:',
    filesAgain: 'Lütfen dosyalarınızı yeniden seçin: sayfa onları saklayamaz.',
    filesHint: (most, size) =>
      most === 1 ? `En çok ${size} boyutunda bir dosya.` : `Her biri en çok ${size}, en çok ${most} dosya.`,
    tooManyFiles: (most) => `Lütfen en çok ${most} dosya gönderin.`,
    tooManyAnswers: (most) => `Bir kerede ${most} yanıttan fazlası alınamıyor.`,
    fileTooLarge: (name, size) => `“${name}” dosyası ${size} sınırını aşıyor.`,
    noFileField: 'Buraya dosya gönderilemez.',
    fileByName: 'Dosyanın adını değil kendisini multipart/form-data olarak gönderin.',
    goBack: 'Tarayıcınızda geri dönün: yazdıklarınız orada duruyor.',
    tooLarge: (size) => `Bu, formun bir kerede alabileceğinden fazla: tüm dosyalarla birlikte ${size}.`,
    unreadable: 'Gelen içerik eksik veya okunamıyor. Lütfen yeniden gönderin.',
    wrongType: 'application/json, application/x-www-form-urlencoded veya multipart/form-data gönderin.',
    wrongOrigin: (origin) =>
      `Bu form ${origin} adresinden kullanılamaz. Hangi sitelerin kullanabileceğini sahibi belirler.`,
    notJson: 'İçerik bir JSON nesnesi değil.',
    badValue: 'Bir metin, sayı, evet/hayır veya metin listesi gönderin.',
    badKey: 'Anahtar, boşluksuz 8 ile 200 arası harf, rakam ve işaretten oluşur.',
    badUser: 'Bu, formun gizli anahtarıyla imzalanmamış veya artık geçerli değil.',
    tooQuick: 'Bu, bir insanın yazabileceğinden hızlıydı. İnsansanız lütfen yeniden Gönder’e basın.',
    tooOld: 'Bu sayfa bir günden uzun süre açık kaldı. Lütfen yazdıklarınızı gözden geçirip yeniden Gönder’e basın.',
    noPageKey: 'Bu bizim sayfamızdan gelmedi. Lütfen yazdıklarınızı gözden geçirip yeniden Gönder’e basın.',
    robot:
      'İnsanların görmediği bir alan doldurulmuş; bu bir robota benziyor. İnsansanız lütfen yeniden Gönder’e basın.',
    otherContent: (number) =>
      `Bu sayfa zaten gönderildi; numarası #${number}. Bunu yeni bir talep olarak göndermek için lütfen yeniden Gönder’e basın.`,
    tooMany: (wait) => `Ağınızdan alabileceğimizden fazla talep geldi. Lütfen ${wait} sonra yeniden deneyin.`,
    away: 'Şu anda bunu alamıyoruz. Hiçbir şey kaybolmadı: yazdıklarınız aşağıda. Lütfen bir dakika sonra yeniden Gönder’e basın.',
    broken: 'Burada bir şeyler ters gitti; kaydedildi. Yazdıklarınız aşağıda. Lütfen yeniden deneyin.',
    thanksTitle: 'Talebinizi aldık',
    yourNumber: 'Numaranız',
    statusLink: 'Talebinizin durumunu görün, ekleme yapın',
    keepLink: 'Bu bağlantıyı saklayın: ona sahip olan herkes talebinizi okuyabilir.',
    noStatusLink: 'Verdiğiniz adresten yanıtlayacağız; izleyebileceğiniz bir sayfa yok.',
    notFoundTitle: 'Bulunamadı',
    nothingHere: 'Bu adreste bir şey yok.',
    noForm: 'Bu adreste bir form yok. Belki adı değişti, belki adreste bir harf eksik.',
    formOff: 'Bu form şu anda talep almıyor.',
    noThanks: 'Bu adreste görülecek bir şey yok. Bir talep gönderdiyseniz o bize ulaştı.',
    seconds: (count) => `${count} saniye`,
    minutes: (count) => `${count} dakika`,
    hours: (count) => `${count} saat`,
    yourWords: 'Yazdıklarınız',
  },
};

/** A wait as people say it, rounded up. */
export function sayWait(words: PageWords, seconds: number): string {
  if (seconds < 90) return words.seconds(Math.max(1, Math.ceil(seconds)));
  if (seconds < 5400) return words.minutes(Math.ceil(seconds / 60));
  return words.hours(Math.ceil(seconds / 3600));
}

/** `10 MB`. */
export function saySize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${Number(size.toFixed(1))} ${unit}`;
}
