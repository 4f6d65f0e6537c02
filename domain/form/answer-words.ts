import type { Language } from '../chatbot/flow.ts';

/** What is said of an answer that does not fit. Each says what would. */
export const answerWords: Record<Language, AnswerWords> = {
  en: {
    missing: 'Please fill this in.',
    unchosen: 'Please choose one.',
    unchecked: 'Please tick this to go on.',
    fileMissing: 'Please choose a file.',
    email: 'This is no e-mail address. It looks like name@example.com.',
    phone: 'This is no phone number. It has 7 to 15 digits, such as +90 532 123 45 67.',
    number: 'This is no number.',
    date: 'This is no date. Write it as year-month-day, such as 2026-11-23.',
    option: 'This is none of the options.',
    single: 'Only one answer fits here.',
    unknown: 'The form has no such field.',
    pattern: 'This does not have the form that is asked for.',
    shorterThan: (count) => `Please write at least ${count} characters.`,
    longerThan: (count, given) => `Please write at most ${count} characters; these are ${given}.`,
    lessThan: (count) => `Please give ${count} or more.`,
    moreThan: (count) => `Please give ${count} or less.`,
    fewerThan: (count) => `Please choose at least ${count}.`,
    severalThan: (count) => `Please choose at most ${count}.`,
  },
  tr: {
    missing: 'Lütfen bu alanı doldurun.',
    unchosen: 'Lütfen birini seçin.',
    unchecked: 'Devam etmek için lütfen bunu işaretleyin.',
    fileMissing: 'Lütfen bir dosya seçin.',
    email: 'Bu bir e-posta adresi değil. Şuna benzemeli: ad@ornek.com.',
    phone: 'Bu bir telefon numarası değil. 7 ile 15 arası rakam olmalı, örneğin +90 532 123 45 67.',
    number: 'Bu bir sayı değil.',
    date: 'Bu bir tarih değil. Yıl-ay-gün olarak yazın, örneğin 2026-11-23.',
    option: 'Bu, seçeneklerden biri değil.',
    single: 'Buraya tek bir yanıt yazılabilir.',
    unknown: 'Formda böyle bir alan yok.',
    pattern: 'Bu, istenen biçimde değil.',
    shorterThan: (count) => `Lütfen en az ${count} karakter yazın.`,
    longerThan: (count, given) => `Lütfen en çok ${count} karakter yazın; bu ${given} karakter.`,
    lessThan: (count) => `Lütfen ${count} veya daha büyük bir sayı yazın.`,
    moreThan: (count) => `Lütfen ${count} veya daha küçük bir sayı yazın.`,
    fewerThan: (count) => `Lütfen en az ${count} seçenek seçin.`,
    severalThan: (count) => `Lütfen en çok ${count} seçenek seçin.`,
  },
};

export interface AnswerWords {
  missing: string;
  unchosen: string;
  unchecked: string;
  fileMissing: string;
  email: string;
  phone: string;
  number: string;
  date: string;
  option: string;
  single: string;
  unknown: string;
  pattern: string;
  shorterThan: (count: number) => string;
  longerThan: (count: number, given: number) => string;
  lessThan: (count: number) => string;
  moreThan: (count: number) => string;
  fewerThan: (count: number) => string;
  severalThan: (count: number) => string;
}
